# Upper tails, their logarithms and quantiles
grid <- function(f, ...) { a <- expand.grid(...); list(arguments = as.matrix(a), value = I(do.call(f, unname(as.list(a))))) }
save("distributions", list(
  normal_log_upper = grid(function(z) pnorm(z, lower.tail = FALSE, log.p = TRUE), z = c(-40, -9, -3, -1, -1e-3, 0, 1e-8, .1, 1, 1.96, 4, 9, 20, 38, 100, 1e4)),
  normal_quantile = grid(qnorm, p = c(1e-300, 1e-20, 1e-5, .025, .1, .3, .5, .7, .95, .975, .999999)),
  chi_square_log_upper = grid(function(x, df) pchisq(x, df, lower.tail = FALSE, log.p = TRUE),
    x = c(1e-6, .01, .5, 1, 3.84, 10, 60, 250, 1500, 1e4), df = c(1, 2, 3, 7.5, 30, 200, 5000)),
  chi_square_quantile = grid(qchisq, p = c(1e-10, .001, .025, .3, .5, .9, .975, .9999), df = c(1, 2, 5, 36, 400, 1e4)),
  chi_square_quantile_upper = grid(function(p, df) qchisq(p, df, lower.tail = FALSE), p = c(1e-100, 1e-10, .05), df = c(1, 2, 5, 36, 400)),
  t_two_sided_log = grid(function(t, df) log(2) + pt(t, df, lower.tail = FALSE, log.p = TRUE), t = c(1e-4, .1, .7, 2, 5, 12, 60, 1e3), df = c(1, 2.3, 5, 20, 184.194, 5000, 1e6)),
  t_quantile = grid(qt, p = c(1e-8, .025, .2, .5, .9, .975, .9995), df = c(1, 2.3, 5, 20, 184.194, 5000)),
  f_log_upper = grid(function(x, a, b) pf(x, a, b, lower.tail = FALSE, log.p = TRUE), x = c(.01, .5, 1, 3, 8, 40, 900), a = c(1, 2, 5, 30), b = c(1, 3, 20.5, 190, 4000)),
  beta_lower = grid(pbeta, x = c(1e-5, .01, .3, .5, .72, .99), a = c(.5, 1, 4, 30, 700), b = c(.5, 2, 13, 400)),
  beta_quantile = grid(qbeta, p = c(1e-6, .025, .5, .975, .999), a = c(.5, 1, 4, 30, 700), b = c(.5, 2, 13, 400)),
  binomial_upper = grid(function(x, n, p) pbinom(x - 1, n, p, lower.tail = FALSE), x = c(0, 1, 7, 13, 40, 100), n = c(13, 100, 1000), p = c(1e-4, .05, .31, .5, .97)),
  binomial = grid(dbinom, x = c(0, 1, 7, 13, 40, 100), n = c(13, 100, 1000), p = c(1e-4, .05, .31, .5, .97)),
  poisson_upper = grid(function(x, m) ppois(x - 1, m, lower.tail = FALSE), x = c(0, 1, 5, 40, 300), m = c(.01, 1, 6, 45, 250)),
  hypergeometric = grid(dhyper, x = c(0, 1, 4, 18, 22), m = c(18, 22, 80), n = c(13, 43, 200), k = c(13, 30)),
  hypergeometric_upper = grid(function(x, m, n, k) phyper(x - 1, m, n, k, lower.tail = FALSE), x = c(0, 1, 4, 18, 22), m = c(18, 22, 80), n = c(13, 43, 200), k = c(13, 30))))

samples <- list(I(c(3, 1, 2)), I(c(5, 5, 5, 1)), I(7), I(round(rexp(30), 2)), I(rnorm(41)), I(round(runif(200) * 20)))
save("quantiles", lapply(samples, function(x) list(x = x, median = as.numeric(median(x)), p = I(c(0, .05, .1, .25, 1/3, .5, .75, .9, 1)),
  type2 = I(unname(quantile(x, c(0, .05, .1, .25, 1/3, .5, .75, .9, 1), type = 2))),
  type6 = I(unname(quantile(x, c(0, .05, .1, .25, 1/3, .5, .75, .9, 1), type = 6))),
  type7 = I(unname(quantile(x, c(0, .05, .1, .25, 1/3, .5, .75, .9, 1), type = 7))))))
