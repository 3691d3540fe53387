# Row-wise predictions of Cox models on new rows, and standardised (g-formula) survival.
# Run here: Rscript predictions.R; writes predictions.csv and standardised.csv. Versions in formulas-versions.txt.
library(survival)
lung <- read.csv("data/lung.csv", check.names = FALSE)
tight <- coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15)
new <- data.frame(age = c(50, 61.5, 75), sex = c(1, 2, 2), ph.ecog = c(0, 1, 2))
times <- c(100, 365, 700)
out <- NULL
for (f in c("Surv(time, status == 2) ~ age*factor(sex) + ph.ecog", "Surv(time, status == 2) ~ age + sex + strata(ph.ecog)")) {
  used <- subset(lung, !is.na(ph.ecog) & ph.ecog < 3)
  fit <- coxph(as.formula(f), used, control = tight, model = TRUE)
  x <- model.matrix(fit, data = new)
  if (grepl("factor", f)) x <- cbind(new$age, new$sex == 2, new$ph.ecog, new$age * (new$sex == 2)) else x <- cbind(new$age, new$sex)
  for (i in 1:3) {
    s <- summary(survfit(fit, new[i, ]), times = times, extend = TRUE)
    out <- rbind(out, data.frame(formula = f, row = i, lp = sum(x[i, ] * coef(fit)), se = sqrt(drop(x[i, ] %*% vcov(fit) %*% x[i, ])), time = times,
      survival = s$surv, lower = s$lower, upper = s$upper, last = max(fit$y[if (grepl("strata", f)) used$ph.ecog == new$ph.ecog[i] else TRUE, 1])))
  }
}
out[out$time > out$last, c("survival", "lower", "upper")] <- NA
write.csv(format(out, digits = 17, trim = TRUE), "predictions.csv", row.names = FALSE, quote = 1)
used <- subset(lung, !is.na(ph.karno))
fit <- coxph(Surv(time, status == 2) ~ age + factor(sex) + ph.karno, used, control = tight)
standard <- do.call(rbind, lapply(1:2, function(level) {
  s <- summary(survfit(fit, transform(used, sex = level), se.fit = FALSE), times = times)
  data.frame(sex = level, time = times, survival = rowMeans(s$surv))
}))
write.csv(format(standard, digits = 17, trim = TRUE), "standardised.csv", row.names = FALSE, quote = FALSE)
