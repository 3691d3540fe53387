# Rscript generate.R: ridge on complete rows, and gamma frailty at fixed and at the best variance, all iterated to the maximum.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
options(warn = -1)
ctl <- coxph.control(eps = 1e-13, iter.max = 200, outer.max = 100)
lung <- read.csv("../data/lung.csv"); lung <- lung[complete.cases(lung[, c("time", "event", "age", "ph.karno", "pat.karno")]), ]
ridge <- coxph(Surv(time, event) ~ age + ridge(ph.karno, pat.karno, theta = 10), lung, control = ctl)
b <- read.csv("../data/bladder.csv")
at <- function(theta, ties) { f <- coxph(Surv(stop, event) ~ rx + number + size + frailty(id, theta = theta, sparse = FALSE), b, ties = ties, control = ctl)
  k <- seq_len(3); list(theta = theta, coef = unname(coef(f)[k]), var = unname(f$var[k, k]), c_loglik = f$history[[1]]$c.loglik, frail = unname(coef(f)[-k])) }
out <- list(ridge = list(coef = unname(coef(ridge)), var = unname(ridge$var), loglik = ridge$loglik, penalty = ridge$penalty))
for (ties in c("efron", "breslow")) {
  best <- optimize(function(t) at(t, ties)$c_loglik, c(1, 4), maximum = TRUE, tol = 1e-7)
  out[[ties]] <- list(fixed = lapply(c(.5, 1, 2, 4), at, ties = ties), best = at(best$maximum, ties)) }
write(toJSON(out, digits = I(15), auto_unbox = TRUE, na = "null"), "values.json")
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "VERSIONS.txt")
