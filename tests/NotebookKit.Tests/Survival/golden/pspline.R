# Cox models with penalised splines. Run here: Rscript pspline.R; writes pspline.csv (one number per line) and pspline-versions.txt.
# Inner fits are iterated to the maximum, so that the search for theta takes the same steps to about 1e-9.
library(survival)
options(digits = 17)
lung <- read.csv("data/lung.csv", check.names = FALSE)
lung$site <- lung$inst %% 5
lung$w <- ifelse(lung$age > 65, 2, 1); lung$v <- 0.5 + (lung$age %% 4) / 3
lung$o <- lung$ph.karno / 50; lung$entry <- pmin(lung$time - 1, lung$age / 2)
bladder <- read.csv("data/bladder2.csv", check.names = FALSE)
tight <- coxph.control(eps = 1e-14, iter.max = 100, toler.chol = 1e-15)
S <- "Surv(time, status == 2) ~ "
models <- c(paste0(S, c("pspline(age)", "pspline(age, df = 3) + sex", "sex + pspline(age, df = 2.5) + ph.karno", "pspline(age, theta = 0.7)",
  "pspline(age, theta = 0.3, nterm = 8, degree = 2) + sex", "pspline(age, df = 4, nterm = 12, degree = 2)", "pspline(age, df = 5)",
  "pspline(age, df = 6, eps = 0.001)", "pspline(age, df = 0)", "pspline(age, method = \"aic\") + sex", "pspline(age) + pspline(wt.loss, df = 3) + sex",
  "pspline(age, df = 3) + factor(ph.ecog) + strata(sex)", "pspline(age, df = 3, Boundary.knots = c(45, 78))",
  "pspline(wt.loss, df = 4)", "pspline(meal.cal, df = 4, nterm = 20)", "pspline(age, df = 3) + offset(o)",
  "pspline(age, df = 4, combine = c(1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9))", "pspline(age, df = 2, nterm = 6, combine = c(0, 1, 2, 2, 3, 4, 5, 6))")),
  "Surv(entry, time, status == 2) ~ pspline(age, df = 3) + sex",
  "Surv(time, status == 2) ~ pspline(age, df = 3) + weights(w)", "Surv(time, status == 2) ~ pspline(age, df = 3) + weights(v)",
  "Surv(time, status == 2) ~ pspline(age, df = 3) + sex + cluster(inst)")
out <- NULL
add <- function(formula, what, values) out <<- rbind(out, data.frame(formula, what, index = seq_along(values), value = as.numeric(values)))
for (ties in c("efron", "breslow")) for (m in if (ties == "efron") models else models[2]) {
  text <- gsub(" \\+ (weights|cluster)\\([a-z]+\\)", "", m)
  d <- if (grepl("inst", m)) lung[!is.na(lung$inst), ] else lung
  call <- list(as.formula(text), d, ties = ties, control = tight)
  if (grepl("weights\\((w|v)\\)", m)) call$weights <- d[[sub(".*weights\\((w|v)\\).*", "\\1", m)]]
  if (grepl("cluster", m)) call$cluster <- d$inst
  fit <- suppressWarnings(do.call(coxph, call))
  f <- if (ties == "efron") m else paste0(m, "; breslow")
  add(f, "n", c(fit$n, fit$nevent)); add(f, "coef", coef(fit)); add(f, "se", sqrt(diag(fit$var))); add(f, "se2", sqrt(diag(fit$var2)))
  add(f, "cov", fit$var[1, ]); add(f, "loglik", fit$loglik); add(f, "df", fit$df); add(f, "aic", extractAIC(fit)[2])
  add(f, "wald", fit$wald.test)
  terms <- which(fit$pterms == 1)
  for (k in seq_along(terms)) {
    j <- fit$assign2[[terms[k]]]
    p <- fit$printfun[[k]](coef(fit)[j], fit$var[j, j], fit$var2[j, j], fit$df[terms[k]], fit$history[[k]])$coef
    add(f, paste0("linear", k), p[1, ]); add(f, paste0("nonlinear", k), p[2, 4:6])
    h <- fit$history[[k]]$history
    if (!is.null(h) && !grepl("aic|df = 0", m)) h <- h[-(1:2), , drop = FALSE]
    if (!is.null(h)) { add(f, paste0("theta", k), h[, 1]); add(f, paste0("dfs", k), h[, if (ncol(h) == 2) 2 else 3]) }
  }
  if (ties == "efron" && !grepl("offset|weights|cluster", m)) {
    new <- data.frame(age = c(45, 60.5, 78, 70), sex = c(1, 2, 1, 2), ph.karno = c(80, 90, 70, 100), ph.ecog = c(0, 1, 2, 1), wt.loss = c(5, 0, 20, -2), meal.cal = c(900, 500, 1200, 1000))
    # 3.5-3 forgets df when it expands new rows, and then refuses few terms; new rows outside the knots are taken on in a straight line
    p <- try(predict(fit, new, type = "terms", se.fit = TRUE), silent = TRUE)
    if (!inherits(p, "try-error")) { add(f, "terms", p$fit[, terms[1]]); add(f, "terms_se", p$se.fit[, terms[1]]) }
    far <- transform(new, age = c(30, 35, 90, 95))
    p <- try(predict(fit, far, type = "terms", se.fit = TRUE), silent = TRUE)
    if (!inherits(p, "try-error") && grepl("pspline\\(age", m)) { add(f, "far", p$fit[, terms[1]]); add(f, "far_se", p$se.fit[, terms[1]]) }
    if (!grepl("strata", m)) { s <- try(summary(survfit(fit, new[2, ]), times = c(200, 500)), silent = TRUE); if (!inherits(s, "try-error")) { add(f, "survival", s$surv); add(f, "survival_se", s$std.err) } }
  }
  if (ties == "efron" && !grepl("weights|cluster|combine", m)) {
    z <- try(cox.zph(fit), silent = TRUE) # singular for some
    if (!inherits(z, "try-error")) { add(f, "zph", z$table[, 1]); add(f, "zph_df", z$table[, 2]) }
  }
  # residuals of a stratified penalised fit are wrong in 3.5-3: they do not sum to 0
  if (ties == "efron") { r <- residuals(fit, "martingale"); if (!grepl("strata", m)) add(f, "martingale", r[1:5]); add(f, "concordance", fit$concordance[["concordance"]]) }
}
out$value <- format(out$value, digits = 17, trim = TRUE)
out$formula <- paste0('"', gsub('"', "'", out$formula), '"')
write.table(out, "pspline.csv", sep = ";", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "pspline-versions.txt")
