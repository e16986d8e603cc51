# Shift-share components that the R package REAT 3.0.3 computes for the examples of its own pages of
# `shift` (three regions, after Farhauer & Kröll 2013; Freiburg and Germany 2008 to 2014) and `shiftd`
# data. Run: Rscript reat.R   (R 4.2.2, REAT 3.0.3)
suppressMessages(library(REAT))
nation <- list(c(400, 150, 150, 400), c(440, 210, 135, 480))
regions <- list(
  A = list(c(90, 20, 10, 60), c(100, 40, 10, 55)),
  B = list(c(60, 30, 30, 40), c(85, 55, 40, 35)),
  C = list(c(250, 100, 110, 300), c(255, 115, 85, 390))
)
data(Freiburg)
cases <- lapply(regions, function(r) list(r[[1]], r[[2]], nation[[1]], nation[[2]]))
cases$Freiburg <- list(Freiburg$e_Freiburg2008, Freiburg$e_Freiburg2014,
                       Freiburg$e_Germany2008, Freiburg$e_Germany2014)
inputs <- do.call(rbind, lapply(names(cases), function(name) {
  case <- cases[[name]]
  data.frame(region = name, industry = seq_along(case[[1]]), region_first = case[[1]],
             region_last = case[[2]], nation_first = case[[3]], nation_last = case[[4]])
}))
write.csv(inputs, "employment.csv", row.names = FALSE, quote = FALSE)
results <- do.call(rbind, lapply(names(cases), function(name) {
  case <- cases[[name]]
  made <- shift(case[[1]], case[[2]], case[[3]], case[[4]], print.results = FALSE)
  data.frame(region = name, component = gsub(" ", "_", tolower(rownames(made$components))),
             value = sprintf("%.10f", made$components[, 1]))
}))
results$component <- sub("growth_(t1-t)", "growth", results$component, fixed = TRUE)
write.csv(results, "components.csv", row.names = FALSE, quote = FALSE)
