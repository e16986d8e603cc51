# Writes what R's own stl() makes of its own data: Rscript stl.R
write <- function(name, series, robust) {
  fit <- stl(series, s.window = 11, robust = robust)
  parts <- cbind(y = as.numeric(series), as.data.frame(fit$time.series)[, c("seasonal", "trend")])
  parts <- format(parts, digits = 15, trim = TRUE)
  write.csv(parts, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
}
write("nottem", nottem, robust = FALSE)
write("co2_robust", window(co2, end = c(1978, 12)), robust = TRUE)
