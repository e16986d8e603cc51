# Automatic ARIMA of R for each series, and the exact likelihood of the order it chose.
#
#   Rscript arima_loglik.R SERIES.txt > FORMS.txt
#
# SERIES.txt has a line a series: name;season length;horizon;values
# FORMS.txt gets a line a series: name;order;log-likelihood;AICc;CPU milliseconds;forecasts
# The log-likelihood is the higher of auto.arima's and of Arima(method = "ML") at that order;
# AICc, time and forecasts are auto.arima's.
suppressMessages(library(forecast))
for (line in readLines(commandArgs(trailingOnly = TRUE)[1])) {
  part <- strsplit(line, ";")[[1]]
  m <- as.integer(part[2])
  y <- ts(as.numeric(strsplit(part[4], " ")[[1]]), frequency = m)
  spent <- system.time(model <- suppressWarnings(auto.arima(y)), gcFirst = FALSE)[["user.self"]] * 1000
  ar <- arimaorder(model)
  seasonal <- length(ar) > 3
  text <- sprintf("(%d,%d,%d)", ar[1], ar[2], ar[3])
  if (seasonal) text <- paste0(text, sprintf("(%d,%d,%d)[%d]", ar[4], ar[5], ar[6], ar[7]))
  differences <- ar[2] + if (seasonal) ar[5] else 0
  drift <- "drift" %in% names(coef(model))
  mean <- "intercept" %in% names(coef(model))
  if (drift) text <- paste(text, "with drift")
  if (differences == 0 && !mean) text <- paste(text, "without constant")
  exact <- tryCatch(suppressWarnings(
    Arima(y, order = ar[1:3], seasonal = if (seasonal) list(order = ar[4:6], period = m) else c(0, 0, 0),
          include.mean = mean, include.drift = drift, method = "ML")
  ), error = function(e) NULL)
  ll <- max(model$loglik, if (is.null(exact)) -Inf else exact$loglik)
  f <- forecast(model, h = as.integer(part[3]))$mean
  cat(part[1], text, sprintf("%.12g", ll), sprintf("%.12g", model$aicc), sprintf("%.2f", spent),
      paste(sprintf("%.10g", f), collapse = " "), sep = ";")
  cat("\n")
}
