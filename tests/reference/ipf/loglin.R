# Iterative proportional fitting of two published examples by `loglin` of base R.
#   marital   men by age and marital status, the table of one year fitted to the margins of the next:
#             Bishop, Fienberg & Holland (1975), Discrete Multivariate Analysis, as in example 9.14 of
#             the SAS/IML 9.2 User's Guide
#   flows     update of a matrix of flows: Miller & Blair (2009), Input-Output Analysis, section 7.4.2
# Run: Rscript loglin.R   (R 4.2.2)
marital <- matrix(c(1306, 83, 0, 619, 765, 3, 263, 1194, 9, 173, 1372, 28, 171, 1393, 51, 159, 1372,
                    81, 208, 1350, 108, 1116, 4100, 2329), ncol = 3, byrow = TRUE)
later <- matrix(c(1412, 0, 0, 1402, 0, 0, 1174, 276, 0, 0, 1541, 0, 0, 1681, 0, 0, 1532, 0, 0, 1662, 0,
                  0, 5010, 2634), ncol = 3, byrow = TRUE)
coefficients <- matrix(c(.120, .100, .049, .210, .247, .265, .026, .249, .145), ncol = 3, byrow = TRUE)
flows <- coefficients %*% diag(c(421, 284, 283))
observed <- matrix(c(98, 72, 75, 65, 8, 63, 88, 27, 44), ncol = 3, byrow = TRUE)
fitted <- function(seed, table) {
  loglin(table, list(1, 2), start = seed, fit = TRUE, eps = 1e-11, iter = 500, print = FALSE)$fit
}
rows <- function(name, seed, table) {
  fit <- fitted(seed, table)
  at <- expand.grid(column = seq_len(ncol(seed)), row = seq_len(nrow(seed)))
  data.frame(example = name, row = at$row, column = at$column, seed = t(seed)[seq_along(seed)],
             margins_of = t(table)[seq_along(table)], fitted = sprintf("%.10f", t(fit)[seq_along(fit)]))
}
write.csv(rbind(rows("marital", marital, later), rows("flows", flows, observed)), "fitted.csv",
          row.names = FALSE, quote = FALSE)
