# Cox models with functions of columns, strata in interactions and Surv(time, status == value); subjects whose follow-up is split.
# Run here: Rscript formulas.R; writes formulas.csv, profiles.csv and histories.csv. Versions in formulas-versions.txt.
library(survival)
library(splines)
options(digits = 17)
lung <- read.csv("data/lung.csv", check.names = FALSE)
rcs <- function(x, k, t = quantile(x, list(`3` = c(.1, .5, .9), `4` = c(.05, .35, .65, .95), `5` = c(.05, .275, .5, .725, .95))[[as.character(k)]])) {
  # Harrell's restricted cubic spline, as rms::rcs with its default normalisation
  cube <- function(v) pmax(v, 0)^3
  basis <- sapply(seq_len(k - 2), function(j)
    (cube(x - t[j]) - cube(x - t[k - 1]) * (t[k] - t[j]) / (t[k] - t[k - 1]) + cube(x - t[k]) * (t[k - 1] - t[j]) / (t[k] - t[k - 1])) / (t[k] - t[1])^2)
  structure(cbind(x, matrix(basis, nrow = length(x))), class = c("rcs", "matrix"), k = k, t = t)
}
predict.rcs <- function(object, newx, ...) rcs(newx, attr(object, "k"), attr(object, "t"))
makepredictcall.rcs <- function(var, call) { call$t <- attr(var, "t"); call }
tight <- coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15)
models <- list( # R's formula, ours
  c("Surv(time, status == 2) ~ log(age) + sex", "Surv(time, status == 2) ~ log(age) + sex"),
  c("Surv(time, status == 2) ~ sqrt(age) + I(wt.loss/10)", "Surv(time, status == 2) ~ sqrt(age) + I(wt.loss/10)"),
  c("Surv(time, status == 2) ~ age + I(age^2) + sex", "Surv(time, status == 2) ~ age + I(age^2) + sex"),
  c("Surv(time, status == 2) ~ poly(age, 3)", "Surv(time, status == 2) ~ poly(age, 3)"),
  c("Surv(time, status == 2) ~ ns(age, df = 1)", "Surv(time, status == 2) ~ ns(age, 1)"),
  c("Surv(time, status == 2) ~ ns(age, df = 3) + sex", "Surv(time, status == 2) ~ ns(age, df = 3) + sex"),
  c("Surv(time, status == 2) ~ ns(age, df = 4)*sex", "Surv(time, status == 2) ~ ns(age, 4)*sex"),
  c("Surv(time, status == 2) ~ bs(age, df = 3)", "Surv(time, status == 2) ~ bs(age, 3)"),
  c("Surv(time, status == 2) ~ bs(age, df = 5) + sex", "Surv(time, status == 2) ~ bs(age, df = 5) + sex"),
  c("Surv(time, status == 2) ~ rcs(age, 3) + sex", "Surv(time, status == 2) ~ rcs(age, 3) + sex"),
  c("Surv(time, status == 2) ~ rcs(age, 5)", "Surv(time, status == 2) ~ rcs(age, 5)"),
  c("Surv(time, status == 2) ~ strata(ph.ecog)*age", "Surv(time, status == 2) ~ strata(ph.ecog)*age"),
  c("Surv(time, status == 2) ~ age*strata(ph.ecog) + sex", "Surv(time, status == 2) ~ age*strata(ph.ecog) + sex"),
  c("Surv(time, status == 2) ~ strata(ph.ecog)*factor(sex)", "Surv(time, status == 2) ~ strata(ph.ecog)*factor(sex)"),
  c("Surv(time, status == 2) ~ strata(ph.ecog) + age:factor(ph.ecog)", "Surv(time, status == 2) ~ age:strata(ph.ecog)"))
rows <- profiles <- NULL
for (m in models) {
  used <- lung[complete.cases(lung[, intersect(all.vars(as.formula(m[1])), names(lung))]), ]
  if (grepl("ph.ecog", m[1])) used <- used[used$ph.ecog < 3, ]
  fit <- coxph(as.formula(m[1]), used, control = tight)
  keep <- !is.na(coef(fit))
  rows <- rbind(rows, data.frame(formula = m[2], n = fit$n, events = fit$nevent, coefficient = seq_len(sum(keep)), estimate = coef(fit)[keep],
    se = sqrt(diag(vcov(fit)))[keep], loglik = fit$loglik[2]))
  if (!grepl("strata|wt.loss", m[1])) for (age in c(30, 45, 62.5, 90))  # 30 and 90 lie outside the range of the data
    profiles <- rbind(profiles, data.frame(formula = m[2], age = age,
      lp = suppressWarnings(predict(fit, data.frame(age = age, sex = 2), reference = "zero") - predict(fit, data.frame(age = 60, sex = 1), reference = "zero"))))
}
write.csv(format(rows, digits = 17, trim = TRUE), "formulas.csv", row.names = FALSE, quote = c(1))
write.csv(format(profiles, digits = 17, trim = TRUE), "profiles.csv", row.names = FALSE, quote = c(1))
# each subject of lung cut at 100 and 300 days, rows shuffled: with id the curve is that of the whole rows
split <- survSplit(Surv(time, status == 2) ~ ., transform(lung, subject = seq_len(nrow(lung))), cut = c(100, 300), episode = "part")
set.seed(1)
split <- split[sample(nrow(split)), c("subject", "tstart", "time", "event", "sex")]
fit <- survfit(Surv(tstart, time, event) ~ sex, split, id = subject)
write.csv(split, "data/lung_split.csv", row.names = FALSE, quote = FALSE)
at <- summary(fit, times = c(0, 100, 250, 500))
table <- summary(fit)$table
write.csv(format(data.frame(sex = rep(1:2, each = 4), time = at$time, n_risk = at$n.risk, survival = at$surv, std_err = at$std.err,
  n = rep(table[, "n.max"], each = 4), median = rep(table[, "median"], each = 4)),
  digits = 17, trim = TRUE), "histories.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "formulas-versions.txt")
