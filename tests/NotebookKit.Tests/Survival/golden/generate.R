# Writes values of the kind found in curves/*.json for one data set and one formula:
#   Rscript generate.R data/aml.csv "Surv(time, status) ~ x" > aml-x.json
# The committed values were made with survival 3.8-11; 3.5-3 prints otherwise where limits at S = 1 are concerned.
library(survival); library(jsonlite)
args <- commandArgs(TRUE)
d <- read.csv(args[1], na.strings = ""); f <- as.formula(args[2]); cluster <- if (length(args) > 2) d[[args[3]]] else NULL
fit_args <- function(...) c(list(formula = f, data = d), if (!is.null(cluster)) list(cluster = cluster), list(...))
strata <- function(s) {
  k <- if (is.null(s$strata)) rep(1, length(s$time)) else rep(seq_along(s$strata), s$strata)
  lapply(split(seq_along(s$time), k), function(i) list(
    n = s$n[k[i[1]]], time = s$time[i], n_risk = s$n.risk[i], n_event = s$n.event[i], n_censor = s$n.censor[i], surv = s$surv[i],
    std_err_surv = if (isTRUE(s$logse)) s$surv[i] * s$std.err[i] else s$std.err[i], cumhaz = s$cumhaz[i], std_chaz = s$std.chaz[i],
    lower = s$lower[i], upper = s$upper[i]))
}
quantiles <- function(s) { q <- quantile(s, c(.25, .5, .75)); lapply(q, function(m) matrix(m, ncol = 3)) }
out <- list(call = deparse(f), survival = as.character(packageVersion("survival")), strata = strata(do.call(survfit, fit_args())))
for (type in c("plain", "log", "log-log", "logit", "arcsin")) {
  s <- do.call(survfit, fit_args(conf.type = type))
  out$ci[[type]] <- list(lower = s$lower, upper = s$upper, quantiles = quantiles(s), table = summary(s)$table)
}
out$fleming_harrington <- strata(do.call(survfit, fit_args(stype = 2, ctype = 2)))
out$breslow <- strata(do.call(survfit, fit_args(stype = 2, ctype = 1)))
if (length(all.vars(f)) > 2 && is.null(cluster)) for (rho in c(0, .5, 1)) {
  t <- survdiff(f, d, rho = rho)
  out$logrank[[paste0("rho_", rho)]] <- list(observed = t$obs, expected = t$exp, var = t$var, chisq = t$chisq)
}
if (length(all.vars(f)) > 2 && !is.null(cluster)) out$robust_score <- coxph(f, d, cluster = cluster, ties = "breslow")$rscore
cat(toJSON(out, digits = NA, na = "null", pretty = TRUE), "\n")
