# Parametric models: strata with scales of their own, entry times, residuals (survreg); Gompertz and generalised gamma by their likelihoods.
# Rscript parametric.R in tests/NotebookKit.Tests/Survival/golden: writes parametric.json. Versions in formulas-versions.txt.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
lung <- read.csv("data/lung_complete.csv", check.names = FALSE); lung$entry <- ifelse(lung$age > 65, pmin(lung$time / 2, 60), 0); lung$dead <- lung$status - 1
x <- cbind(1, lung$age, lung$sex == 2)
# Newton's method on sixth-order differences: no package fits these
d1 <- c(3/4, -3/20, 1/60); d2 <- c(3/2, -3/20, 1/90)
derive <- function(f, p, h) {
  n <- length(p); g <- numeric(n); H <- matrix(0, n, n); f0 <- f(p)
  e <- function(i, s) { v <- numeric(n); v[i] <- s; v }
  for (i in 1:n) {
    up <- sapply(1:3, function(k) f(p + e(i, k * h[i]))); dn <- sapply(1:3, function(k) f(p - e(i, k * h[i])))
    g[i] <- sum(d1 * (up - dn)) / h[i]; H[i, i] <- (sum(d2 * (up + dn)) - 49/18 * f0) / h[i]^2
  }
  for (i in seq_len(n - 1)) for (j in (i + 1):n) {
    inner <- function(q) { up <- sapply(1:3, function(k) f(q + e(j, k * h[j]))); dn <- sapply(1:3, function(k) f(q - e(j, k * h[j]))); sum(d1 * (up - dn)) / h[j] }
    H[i, j] <- H[j, i] <- sum(d1 * (sapply(1:3, function(k) inner(p + e(i, k * h[i]))) - sapply(1:3, function(k) inner(p - e(i, k * h[i]))))) / h[i]
  }
  list(g = g, H = H)
}
maximise <- function(f, start, h) {
  p <- optim(start, function(p) -f(p), method = "BFGS", control = list(reltol = 1e-14, maxit = 2000, parscale = h * 100))$par
  for (i in 1:6) { d <- derive(f, p, h); p <- p - solve(d$H, d$g) }
  d <- derive(f, p, h); list(coef = p, se = sqrt(diag(solve(-d$H))), loglik = f(p))
}
# densities and survival in (location, log scale or shape, q)
weibull <- list(f = function(t, m, k, q) { z <- (log(t) - m) / exp(k); z - exp(z) - k - log(t) }, S = function(t, m, k, q) -exp((log(t) - m) / exp(k)))
lognormal <- list(f = function(t, m, k, q) dlnorm(t, m, exp(k), log = TRUE), S = function(t, m, k, q) plnorm(t, m, exp(k), lower.tail = FALSE, log.p = TRUE))
loglogistic <- list(f = function(t, m, k, q) dlogis(log(t), m, exp(k), log = TRUE) - log(t), S = function(t, m, k, q) plogis(log(t), m, exp(k), lower.tail = FALSE, log.p = TRUE))
gompertz <- list(f = function(t, m, k, q) m + k * t - exp(m) * expm1(k * t) / k, S = function(t, m, k, q) -exp(m) * expm1(k * t) / k)
gengamma <- list(
  f = function(t, m, k, q) { w <- (log(t) - m) / exp(k); a <- q^-2; log(abs(q)) + a * log(a) - k - log(t) - lgamma(a) + a * (q * w - exp(q * w)) },
  S = function(t, m, k, q) { w <- (log(t) - m) / exp(k); a <- q^-2; pgamma(a * exp(q * w), a, lower.tail = q < 0, log.p = TRUE) })
loglik <- function(dist, entry, strata, third) function(p) {
  m <- drop(x %*% p[1:3]); k <- if (strata) p[4:5][lung$sex] else rep(p[4], nrow(lung)); q <- if (third) p[length(p)] else 0
  s <- sum(ifelse(lung$dead == 1, dist$f(lung$time, m, k, q), dist$S(lung$time, m, k, q)))
  if (entry) { i <- lung$entry > 0; s <- s - sum(dist$S(lung$entry[i], m[i], k[i], q)) }
  s
}
h <- c(.02, 3e-4, .02)
out <- list()
for (n in c("weibull", "lognormal", "loglogistic")) {
  d <- get(n); out[[paste0(n, "_entry")]] <- maximise(loglik(d, TRUE, FALSE, FALSE), c(6, 0, 0, 0), c(h, .02)); out[[paste0(n, "_entry_strata")]] <- maximise(loglik(d, TRUE, TRUE, FALSE), c(6, 0, 0, 0, 0), c(h, .02, .02))
}
out$gompertz <- maximise(loglik(gompertz, FALSE, FALSE, FALSE), c(-6, 0, 0, 1e-3), c(h, 2e-5))
out$gompertz_entry <- maximise(loglik(gompertz, TRUE, FALSE, FALSE), c(-6, 0, 0, 1e-3), c(h, 2e-5))
out$gengamma <- maximise(loglik(gengamma, FALSE, FALSE, TRUE), c(6, 0, 0, -.3, .8), c(h, .01, .01))
out$gengamma_entry <- maximise(loglik(gengamma, TRUE, FALSE, TRUE), c(6, 0, 0, -.3, .8), c(h, .01, .01))
tight <- survreg.control(rel.tolerance = 1e-14, maxiter = 200, toler.chol = 1e-14)
for (n in c("weibull", "lognormal", "loglogistic")) {
  f <- survreg(Surv(time, dead) ~ age + strata(sex), lung, dist = n, control = tight)
  out[[paste0(n, "_strata")]] <- list(coef = c(unname(coef(f)), unname(log(f$scale))), se = unname(sqrt(diag(vcov(f)))), loglik = f$loglik)
  for (s in c(FALSE, TRUE)) {
    f <- if (s) survreg(Surv(time, dead) ~ age + strata(sex), lung, dist = n, control = tight) else survreg(Surv(time, dead) ~ age + factor(sex), lung, dist = n, control = tight)
    types <- c("response", "deviance", "working", "ldcase", "ldresp", "ldshape")
    r <- sapply(types, function(t) residuals(f, type = t)); keep <- 1:40
    out[[paste0(n, if (s) "_strata", "_residuals")]] <- list(types = unname(r[keep, ]), dfbeta = unname(residuals(f, type = "dfbeta")[keep, ]), dfbetas = unname(residuals(f, type = "dfbetas")[keep, ]), matrix = unname(residuals(f, type = "matrix")[keep, ]))
  }
}
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "parametric.json")
