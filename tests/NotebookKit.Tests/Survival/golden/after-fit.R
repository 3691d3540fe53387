# After a Cox fit: tests of terms, nested fits, stepwise selection, expected events and terms of new rows.
# Rscript after-fit.R in tests/NotebookKit.Tests/Survival/golden: writes after-fit.json. R 4.2.2, survival 3.5-3, MASS 7.3-58.2 (formulas-versions.txt).
suppressPackageStartupMessages({library(survival); library(MASS); library(jsonlite); library(splines)})
lung <- read.csv("data/lung.csv", check.names = FALSE)
lung <- lung[complete.cases(lung[, c("time", "status", "age", "sex", "ph.ecog", "ph.karno", "wt.loss")]) & lung$ph.ecog < 3, ]
write.csv(lung[!is.na(lung$inst), c("inst", "time", "status", "age", "sex", "ph.ecog", "ph.karno", "wt.loss")], "data/lung_complete.csv", row.names = FALSE)
lung <- read.csv("data/lung_complete.csv", check.names = FALSE)
tight <- coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15)
fit <- function(f, ...) coxph(as.formula(paste("Surv(time, status == 2) ~", f)), lung, control = tight, ...)
lr <- function(small, large) { x <- 2 * (large$loglik[2] - small$loglik[2]); d <- length(coef(large)) - length(coef(small)); list(chisq = x, df = d, p = pchisq(x, d, lower.tail = FALSE)) }
wald <- function(f, i) { b <- coef(f)[i]; x <- drop(b %*% solve(vcov(f)[i, i]) %*% b); list(chisq = x, df = length(i), p = pchisq(x, length(i), lower.tail = FALSE)) }
full <- fit("age * factor(sex) + factor(ph.ecog) + wt.loss")       # columns: age, sex2, ecog1, ecog2, wt.loss, age:sex2
no <- fit("age + factor(sex) + factor(ph.ecog) + wt.loss")          # without the interaction: the models in which its main effects are tested
type2 <- list(
  age = lr(fit("factor(sex) + factor(ph.ecog) + wt.loss"), no), sex = lr(fit("age + factor(ph.ecog) + wt.loss"), no),
  ecog = lr(fit("age * factor(sex) + wt.loss"), full), wt = lr(fit("age * factor(sex) + factor(ph.ecog)"), full), inter = lr(no, full))
id <- names(coef(full)); at <- function(p) grep(p, id)
wald2 <- list(ecog = wald(full, at("ecog")), wt = wald(full, at("wt")), inter = wald(full, at(":")))
null <- fit("1"); seqs <- c("age", "age + factor(sex)", "age + factor(sex) + factor(ph.ecog)", "age + factor(sex) + factor(ph.ecog) + wt.loss", "age * factor(sex) + factor(ph.ecog) + wt.loss")
fits <- lapply(seqs, fit)
type1 <- lapply(seq_along(fits), function(i) { a <- if (i == 1) null$loglik[1] else fits[[i - 1]]$loglik[2]; x <- 2 * (fits[[i]]$loglik[2] - a)
  d <- length(coef(fits[[i]])) - if (i == 1) 0 else length(coef(fits[[i - 1]])); list(chisq = x, df = d, p = pchisq(x, d, lower.tail = FALSE)) })
robust <- coxph(Surv(time, status == 2) ~ age + factor(sex) + factor(ph.ecog) + wt.loss, lung, cluster = inst, control = tight)
wald_robust <- list(age = wald(robust, 1), ecog = wald(robust, 3:4))
nested <- anova(fit("age"), fit("age + factor(sex)"), fit("ns(age, 3) + factor(sex)"))
spline <- lr(fit("age + factor(sex)"), fit("ns(age, 3) + factor(sex)"))
step <- function(direction, k) { s <- stepAIC(if (direction == "forward") fit("1") else fit("age * factor(sex) + factor(ph.ecog) + ph.karno + wt.loss"),
  scope = list(lower = ~1, upper = ~age * factor(sex) + factor(ph.ecog) + ph.karno + wt.loss), direction = direction, k = k, trace = 0)
  list(terms = attr(terms(s), "term.labels"), criterion = -2 * tail(s$loglik, 1) + k * length(coef(s)), steps = as.character(s$anova$Step)) }
crit <- list(aic = AIC(full), bic = BIC(full), logLik = full$loglik[2])
# expected events and terms of new rows
new <- data.frame(time = c(100, 365.5, 700), status = c(2, 1, 2), entry = c(0, 90, 200), age = c(50, 61.5, 75), sex = c(1, 2, 2), ph.ecog = c(0, 1, 2), wt.loss = c(0, 10, 3))
ex <- fit("age + factor(sex) + wt.loss"); st <- fit("age + wt.loss + strata(ph.ecog)")
e1 <- predict(ex, new, type = "expected", se.fit = TRUE); e2 <- predict(st, new, type = "expected", se.fit = TRUE)
own <- predict(ex, lung, type = "expected", se.fit = TRUE) # with newdata: without it tied deaths get Efron's share alone
lung$entry <- pmin(lung$time / 2, 60)
late <- coxph(Surv(entry, time, status == 2) ~ age + factor(sex) + wt.loss, lung, control = tight)
e3 <- predict(late, new, type = "expected", se.fit = TRUE)
# the standard error of predict() for (entry, exit] is not that of survfit() (survival 3.5-3); survfit's is right
first <- survfit(late, new[1, ]); e3$se.fit <- first$std.chaz[max(which(first$time <= new$time[1]))]
t1 <- predict(full, new, type = "terms", se.fit = TRUE); sp <- fit("ns(age, 3) + factor(ph.ecog) + strata(sex)"); t2 <- predict(sp, new, type = "terms", se.fit = TRUE)
out <- list(versions = c(R.version.string, paste("survival", packageVersion("survival")), paste("MASS", packageVersion("MASS"))),
  type2 = type2, wald2 = wald2, type1 = type1, wald_robust = wald_robust, nested = list(loglik = nested$loglik, chisq = nested$Chisq, df = nested$Df, p = nested[["Pr(>|Chi|)"]]), spline = spline,
  both = step("both", 2), backward_bic = step("backward", log(full$nevent)), forward = step("forward", 2), crit = crit,
  expected = list(plain = e1$fit, plain_se = e1$se.fit, strata = e2$fit, strata_se = e2$se.fit, entry = e3$fit, entry_se = I(e3$se.fit), own = own$fit, own_se = own$se.fit),
  terms = list(full = unname(t1$fit), full_se = unname(t1$se.fit), names = colnames(t1$fit), spline = unname(t2$fit), spline_se = unname(t2$se.fit)))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "after-fit.json")
