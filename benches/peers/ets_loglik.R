# Exponential smoothing of R's forecast package for each series.
#
#   Rscript ets_loglik.R SERIES.txt > FORMS.txt            the form ets() chooses
#   Rscript ets_loglik.R SERIES.txt each > FORMS.txt       every form ets() looks at
#
# SERIES.txt has a line a series: name;season length;horizon;values
# FORMS.txt gets a line a fit: name;form;log-likelihood;AICc;CPU milliseconds;forecasts
# A form that ets() refuses has no line.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
each <- length(arguments) > 1
plain <- c("ANN", "AAN", "AAdN", "MNN", "MAN", "MAdN")
seasonal <- c("ANA", "AAA", "AAdA", "MNA", "MAA", "MAdA", "MNM", "MAM", "MAdM")
for (line in readLines(arguments[1])) {
  part <- strsplit(line, ";")[[1]]
  m <- as.integer(part[2])
  y <- ts(as.numeric(strsplit(part[4], " ")[[1]]), frequency = m)
  forms <- if (!each) "auto" else if (m > 1) c(plain, seasonal) else plain
  for (form in forms) {
    spent <- system.time(fit <- tryCatch(suppressWarnings(
      if (each) ets(y, model = sub("d", "", form), damped = grepl("d", form)) else ets(y)
    ), error = function(e) NULL), gcFirst = FALSE)[["user.self"]] * 1000
    if (!inherits(fit, "ets")) next
    name <- gsub("[(),]|ETS", "", fit$method)
    f <- forecast(fit, h = as.integer(part[3]), PI = FALSE)$mean
    cat(part[1], name, sprintf("%.12g", fit$loglik), sprintf("%.12g", fit$aicc), sprintf("%.2f", spent),
        paste(sprintf("%.10g", f), collapse = " "), sep = ";")
    cat("\n")
  }
}
