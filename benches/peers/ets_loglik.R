# Log-likelihood of every exponential smoothing form by R's forecast package.
#
#   Rscript ets_loglik.R SERIES OUT [EVERY]
#
# SERIES is the file written by `ets_loglik.py export`; of its lines every EVERY-th is taken.
# OUT has one line a series and form: id, form, log-likelihood, AICc; the form `auto` names the
# form that was chosen behind a colon.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
every <- if (length(arguments) > 2) as.integer(arguments[3]) else 1L
lines <- readLines(arguments[1])
lines <- lines[seq(1, length(lines), by = every)]
out <- file(arguments[2], "w")
plain <- list(c("ANN", F), c("AAN", F), c("AAN", T), c("MNN", F), c("MAN", F), c("MAN", T))
seasonal <- list(
  c("ANA", F), c("AAA", F), c("AAA", T), c("MNA", F), c("MAA", F), c("MAA", T),
  c("MNM", F), c("MAM", F), c("MAM", T)
)
for (line in lines) {
  cells <- strsplit(line, ",")[[1]]
  m <- as.integer(cells[2])
  n <- as.integer(cells[3])
  y <- ts(as.numeric(cells[5:(4 + n)]), frequency = m)
  forms <- if (m > 1) c(plain, seasonal) else plain
  for (form in forms) {
    damped <- as.logical(form[2])
    fit <- try(suppressWarnings(ets(y, model = form[1], damped = damped)), silent = TRUE)
    if (inherits(fit, "ets")) {
      name <- form[1]
      if (damped) name <- paste0(substr(name, 1, 2), "d", substr(name, 3, 3))
      cat(cells[1], name, sprintf("%.9f", fit$loglik), sprintf("%.9f", fit$aicc), sep = ",", file = out)
      cat("\n", file = out)
    }
  }
  fit <- try(suppressWarnings(ets(y)), silent = TRUE)
  if (inherits(fit, "ets")) {
    name <- gsub("[(),]|ETS", "", fit$method)
    cat(cells[1], paste0("auto:", name), sprintf("%.9f", fit$loglik), sprintf("%.9f", fit$aicc), sep = ",", file = out)
    cat("\n", file = out)
  }
}
close(out)
