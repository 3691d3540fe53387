# Rscript generate.R: Firth's penalised Cox estimates by brute force from survival's own log-likelihood and information.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
brute <- function(f, d, ties) {
  at <- function(b) { m <- coxph(f, d, ties = ties, init = b, control = coxph.control(iter.max = 0), x = FALSE); list(l = m$loglik[1], v = m$var) }
  pen <- function(b) { a <- suppressWarnings(at(b)); a$l - 0.5 * as.numeric(determinant(a$v)$modulus) }
  p <- length(coef(suppressWarnings(coxph(f, d, ties = ties))))
  climb <- function(b, free) { # Newton on numerical derivatives, then nothing but Newton
    for (i in 1:60) { h <- 1e-4; k <- length(free); g <- numeric(k); H <- matrix(0, k, k); e <- function(j, s) { v <- b; v[free[j]] <- v[free[j]] + s; v }
      if (k == 0) break
      # five-point first differences and three-point second differences
      for (j in 1:k) { g[j] <- (8 * (pen(e(j, h * 10)) - pen(e(j, -h * 10))) - (pen(e(j, h * 20)) - pen(e(j, -h * 20)))) / (12 * h * 10)
        for (m in 1:k) { v <- function(s, t) { w <- e(j, s); w[free[m]] <- w[free[m]] + t; w }; hh <- 1e-3
          H[j, m] <- (pen(v(hh, hh)) - pen(v(hh, -hh)) - pen(v(-hh, hh)) + pen(v(-hh, -hh))) / (4 * hh^2) } }
      s <- -solve(H, g); b[free] <- b[free] + s; if (max(abs(s)) < 1e-11) break }
    b }
  s <- diag(p); scale <- apply(as.matrix(model.matrix(f, d)[, -1, drop = FALSE]), 2, sd)
  best <- climb(rep(0, p), seq_len(p)); lmax <- pen(best)
  profile <- function(j, x) { b <- best; b[j] <- x; b <- climb(b, setdiff(seq_len(p), j)); 2 * (lmax - pen(b)) }
  se <- sqrt(diag(at(best)$v)); q <- qchisq(.95, 1)
  limit <- function(j, sgn) { k <- 1; while (profile(j, best[j] + sgn * k * se[j]) < q && k < 40) k <- k + 1
    uniroot(function(x) profile(j, x) - q, sort(best[j] + sgn * c(k - 1 + (k == 1) * 1e-8, k) * se[j]), tol = 1e-9)$root }
  list(coef = best, se = se, loglik = c(pen(rep(0, p)), lmax), p = sapply(seq_len(p), function(j) pchisq(profile(j, 0), 1, lower.tail = FALSE)),
       lower = sapply(seq_len(p), limit, -1), upper = sapply(seq_len(p), limit, 1)) }
data <- file.path("..", "data"); read <- function(f) read.csv(file.path(data, f))
ov <- read("ovarian.csv"); sep <- read("edge/separation.csv"); grp <- read("edge/group_without_events.csv"); lung <- read("lung.csv"); b2 <- read("bladder2.csv")
b2$rx <- b2$rx - 1; lung$age10 <- lung$age / 10; ov$age10 <- ov$age / 10
out <- list(
  ovarian = brute(Surv(futime, fustat) ~ age10 + rx + ecog.ps, ov, "efron"),
  separation_x = brute(Surv(time, status) ~ x, sep, "efron"), separation_y = brute(Surv(time, status) ~ y, sep, "efron"),
  group_without_events = brute(Surv(time, status) ~ g, grp, "breslow"),
  lung_efron = brute(Surv(time, event) ~ age10 + sex, lung, "efron"), lung_breslow = brute(Surv(time, event) ~ age10 + sex, lung, "breslow"),
  bladder2 = brute(Surv(start, stop, event) ~ rx + number + strata(enum), b2, "efron"))
write(toJSON(out, digits = I(15), auto_unbox = FALSE), "values.json")
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "VERSIONS.txt")
