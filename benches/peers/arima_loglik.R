# Automatic ARIMA of R for each series, and the exact likelihood of the order it chose.
#
#   Rscript arima_loglik.R SERIES.txt > ORDERS.txt
#
# SERIES.txt has a line a series: name;season length;horizon;values;later values
# ORDERS.txt gets a line a series: name;order;log-likelihood of arima(method = "ML") at that
# order;AICc;CPU milliseconds of auto.arima;forecasts of auto.arima
suppressMessages(library(forecast))
lines <- readLines(commandArgs(trailingOnly = TRUE)[1])
for (line in lines) {
  part <- strsplit(line, ";")[[1]]
  m <- as.integer(part[2])
  h <- as.integer(part[3])
  y <- ts(as.numeric(strsplit(part[4], " ")[[1]]), frequency = m)
  spent <- system.time(model <- auto.arima(y))[["user.self"]] * 1000
  ar <- arimaorder(model)
  seasonal <- length(ar) > 3
  text <- sprintf("(%d,%d,%d)", ar[1], ar[2], ar[3])
  if (seasonal) text <- paste0(text, sprintf("(%d,%d,%d)[%d]", ar[4], ar[5], ar[6], ar[7]))
  differences <- ar[2] + if (seasonal) ar[5] else 0
  names_of <- names(coef(model))
  drift <- "drift" %in% names_of
  mean <- "intercept" %in% names_of
  if (drift) text <- paste(text, "with drift")
  if (differences == 0 && !mean) text <- paste(text, "without constant")
  exact <- tryCatch(
    Arima(y, order = ar[1:3], seasonal = if (seasonal) list(order = ar[4:6], period = m) else c(0, 0, 0),
          include.mean = mean, include.drift = drift, method = "ML"),
    error = function(e) NULL
  )
  ll <- if (is.null(exact)) NA else exact$loglik
  f <- forecast(model, h = h)$mean
  cat(part[1], text, sprintf("%.10g", ll), sprintf("%.10g", model$aicc), sprintf("%.2f", spent),
      paste(sprintf("%.10g", f), collapse = " "), sep = ";")
  cat("\n")
}
