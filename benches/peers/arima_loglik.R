# Automatic ARIMA of R for each series, and the exact likelihood of the order it chose.
#
#   Rscript arima_loglik.R SERIES.txt > FORMS.txt
#
# SERIES.txt has a line a series: name;season length;horizon;values
# FORMS.txt gets a line a series: name;order;log-likelihood;AICc;CPU milliseconds;forecasts
# The log-likelihood is the higher of auto.arima's and of Arima(method = "ML") at that order; AICc,
# time and forecasts are auto.arima's. Without differences both are of all values: R itself leaves
# out those whose variance ahead is above 10^4 innovations, as the first is near a unit root.
suppressMessages(library(forecast))

# Log-likelihood at the parameters of a model without differences, the variance solved out.
of_all_values <- function(fit, y) {
  n <- length(y)
  model <- makeARIMA(fit$model$phi, fit$model$theta, numeric())
  covariance <- numeric(n)
  now <- model$Pn
  for (k in 1:n) {
    covariance[k] <- now[1, 1]
    now <- model$T %*% now
  }
  centre <- if ("intercept" %in% names(coef(fit))) coef(fit)[["intercept"]] else 0
  factor <- chol(toeplitz(covariance))
  innovations <- backsolve(factor, as.numeric(y) - centre, transpose = TRUE)
  -n / 2 * (log(2 * pi * mean(innovations^2)) + 1) - sum(log(diag(factor)))
}

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
  likelihood <- function(fit) if (differences == 0) of_all_values(fit, y) else fit$loglik
  ll <- max(likelihood(model), if (is.null(exact)) -Inf else likelihood(exact))
  aicc <- model$aicc - 2 * (likelihood(model) - model$loglik)
  f <- forecast(model, h = as.integer(part[3]))$mean
  cat(part[1], text, sprintf("%.12g", ll), sprintf("%.12g", aicc), sprintf("%.2f", spent),
      paste(sprintf("%.10g", f), collapse = " "), sep = ";")
  cat("\n")
}
