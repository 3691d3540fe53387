# Follow-up split at times and by changes (survSplit, tmerge), tt() and '.' in Cox formulas. Rscript splitting.R in tests/NotebookKit.Tests/Survival/golden:
# writes split/*.csv and splitting.json. Versions in formulas-versions.txt.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
dir.create("split", FALSE)
tight <- coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15)
lung <- read.csv("data/lung_complete.csv", check.names = FALSE); lung$id <- seq_len(nrow(lung)); lung$dead <- lung$status - 1
write.csv(survSplit(Surv(time, dead) ~ id + age + sex, lung[1:40, ], cut = c(90, 180, 365), episode = "period", start = "from", end = "time"), "split/lung_split.csv", row.names = FALSE)
late <- lung[1:40, ]; late$entry <- ifelse(late$id %% 3 == 0, 100, 0); late <- late[late$time > late$entry, ]
write.csv(late[, c("id", "entry", "time", "dead", "age")], "split/late.csv", row.names = FALSE)
write.csv(survSplit(Surv(entry, time, dead) ~ id + age, late, cut = c(90, 180, 365), episode = "period", start = "from", end = "time"), "split/late_split.csv", row.names = FALSE)
# time-dependent covariates: a laboratory value measured again and again, and a transplantation
set.seed(7)
base <- data.frame(id = 1:25, age = round(rnorm(25, 60, 8)), futime = sample(20:200, 25), death = rbinom(25, 1, .6))
labs <- do.call(rbind, lapply(1:25, function(i) { n <- sample(0:5, 1); if (n) data.frame(id = i, day = sort(sample(0:180, n)), bili = round(rexp(n, .5), 1)) }))
tx <- data.frame(id = sample(1:25, 9)); tx$txday <- sample(5:150, 9)
write.csv(base, "split/base.csv", row.names = FALSE); write.csv(labs, "split/labs.csv", row.names = FALSE); write.csv(tx, "split/tx.csv", row.names = FALSE)
m <- tmerge(base, base, id = id, status = event(futime, death))
m <- tmerge(m, labs, id = id, bili = tdc(day, bili))
m <- tmerge(m, tx, id = id, transplanted = tdc(txday))
write.csv(m[, c("id", "age", "tstart", "tstop", "status", "bili", "transplanted")], "split/merged.csv", row.names = FALSE)
fit <- coxph(Surv(tstart, tstop, status) ~ age + transplanted, m, control = tight)
out <- list(merged = list(coef = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))), loglik = fit$loglik))
one <- function(f) list(coef = unname(coef(f)), se = unname(sqrt(diag(vcov(f)))), loglik = f$loglik)
logt <- function(x, t, ...) x * log(t + 20); years <- function(x, t, ...) x * t / 365.25
out$log <- one(coxph(Surv(time, dead) ~ ph.karno + tt(ph.karno), lung, tt = logt, control = tight))
out$strata <- one(coxph(Surv(time, dead) ~ age + tt(age) + strata(sex), lung, tt = years, control = tight))
out$breslow <- one(coxph(Surv(time, dead) ~ age + sex + tt(age), lung, tt = logt, ties = "breslow", control = tight))
out$cluster <- one(coxph(Surv(time, dead) ~ ph.karno + tt(ph.karno), lung, tt = logt, cluster = inst, control = tight))
lung$entry <- pmin(lung$time / 2, 60)
out$entry <- one(coxph(Surv(entry, time, dead) ~ ph.karno + tt(ph.karno) + factor(sex), lung, tt = logt, control = tight))
lung$entry <- NULL
dot <- coxph(Surv(time, dead) ~ ., lung[, c("time", "dead", "age", "sex", "ph.ecog", "wt.loss")], control = tight)
minus <- coxph(Surv(time, dead) ~ . - wt.loss, lung[, c("time", "dead", "age", "sex", "ph.ecog", "wt.loss")], control = tight)
out$dot <- list(names = names(coef(dot)), coef = unname(coef(dot))); out$minus <- list(names = names(coef(minus)), coef = unname(coef(minus)))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "splitting.json")
