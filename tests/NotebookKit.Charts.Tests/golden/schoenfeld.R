# The smooth of scaled Schoenfeld residuals as plot(cox.zph(fit, transform = "identity")) draws it, with its standard error (half of the
# band of 2 standard errors). Run from the folder of this file: Rscript schoenfeld.R
library(survival)
library(splines)
options(digits = 17)
data <- read.csv("../survival/data/veteran.csv")
fit <- coxph(Surv(time, status) ~ karno + age, data, ties = "efron")
z <- cox.zph(fit, transform = "identity")
grid <- seq(min(z$x), max(z$x), length = 40)
basis <- ns(c(grid, z$x), df = 4, intercept = TRUE)
at <- basis[1:40, ]
rows <- qr(basis[-(1:40), ])
inverse <- backsolve(qr.R(rows), diag(4))
spread <- rowSums((at %*% inverse %*% t(inverse)) * at)
result <- do.call(rbind, lapply(seq_along(coef(fit)), function(j) data.frame(
  coefficient = names(coef(fit))[j], time = grid, value = as.vector(at %*% qr.coef(rows, z$y[, j])), se = sqrt(z$var[j, j] * spread))))
write.csv(format(result, digits = 16, trim = TRUE), "schoenfeld.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, "\nsurvival", as.character(packageVersion("survival")), "\n", file = "schoenfeld-versions.txt")
cat("ratio", diag(z$var) / diag(vcov(fit)), "events", fit$nevent, "\n")
