# Gaussian frailty, and ridge penalties with clusters. Rscript frailty.R in tests/NotebookKit.Tests/Survival/golden: writes frailty.json. Versions in formulas-versions.txt.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
bladder <- read.csv("data/bladder.csv"); lung <- read.csv("data/lung_complete.csv", check.names = FALSE)
tight <- coxph.control(eps = 1e-13, iter.max = 100, outer.max = 500, toler.chol = 1e-14)
b <- coxph(Surv(stop, event) ~ rx + number + size + frailty.gaussian(id, sparse = FALSE, method = "reml", eps = 1e-13), bladder, control = tight)
l <- coxph(Surv(time, status == 2) ~ age + factor(sex) + frailty.gaussian(inst, sparse = FALSE, eps = 1e-13), lung, control = tight)
clustered <- function(f) list(coef = unname(coef(f)), var = unname(f$var), naive = unname(f$naive.var))
out <- list(
  gaussian = list(coef = unname(coef(b)[1:3]), var = unname(b$var[1:3, 1:3]), theta = b$history[[1]]$theta, frail = unname(coef(b)[-(1:3)]), loglik = b$loglik),
  none = list(theta = l$history[[1]]$theta, coef = unname(coef(coxph(Surv(time, status == 2) ~ age + factor(sex), lung, control = tight)))),
  ridge = clustered(coxph(Surv(time, status == 2) ~ ridge(age, ph.karno, theta = 2, scale = TRUE) + factor(sex), lung, cluster = inst, control = tight)))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "frailty.json")
