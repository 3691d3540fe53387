# Proportions: base R where it has the method, published formulas otherwise
binomials <- list(c(18, 30), c(4, 13), c(0, 13), c(13, 13), c(1, 43), c(22, 43), c(500, 1000), c(1, 1), c(0, 1), c(3, 100000))
z <- qnorm(.975)
mid <- function(x, n, upper) { g <- function(p) (if (upper) pbinom(x - 1, n, p) else pbinom(x, n, p, lower.tail = FALSE)) + dbinom(x, n, p) / 2 - .025
  uniroot(g, c(0, 1), tol = 1e-15, maxiter = 10000)$root }
save("proportion-intervals", lapply(binomials, function(b) { x <- b[1]; n <- b[2]; p <- x / n; pt <- (x + z^2 / 2) / (n + z^2)
  list(x = x, n = n, clopper = I(as.numeric(binom.test(x, n)$conf.int)), wilson = I(as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)),
    jeffreys = I(c(if (x == 0) 0 else qbeta(.025, x + .5, n - x + .5), if (x == n) 1 else qbeta(.975, x + .5, n - x + .5))),
    agresti = I(pmin(1, pmax(0, pt + c(-1, 1) * z * sqrt(pt * (1 - pt) / (n + z^2))))), wald = I(pmin(1, pmax(0, p + c(-1, 1) * z * sqrt(p * (1 - p) / n)))),
    midp = I(c(if (x == 0) 0 else mid(x, n, FALSE), if (x == n) 1 else mid(x, n, TRUE))),
    binomial = lapply(c(.1, .5, .37), function(q) lapply(alternatives, function(a) binom.test(x, n, q, alternative = a)$p.value))) }))

# restricted maximum likelihood in closed form (Farrington and Manning 1990)
rmle <- function(x1, n1, x2, n2, d) { p1 <- x1 / n1; p2 <- x2 / n2; th <- n2 / n1
  a <- 1 + th; b <- -(1 + th + p1 + th * p2 + d * (th + 2)); cc <- d^2 + d * (2 * p1 + th + 1) + p1 + th * p2; e <- -p1 * d * (1 + d)
  v <- (b / (3 * a))^3 - b * cc / (6 * a^2) + e / (2 * a); u <- (if (v >= 0) 1 else -1) * sqrt(max(0, (b / (3 * a))^2 - cc / (3 * a)))
  w <- (pi + acos(if (u == 0) 0 else max(-1, min(1, v / u^3)))) / 3; q1 <- 2 * u * cos(w) - b / (3 * a); min(1, max(0, q1)) }
mn <- function(x1, n1, x2, n2, side) { d0 <- x1 / n1 - x2 / n2; N <- n1 + n2
  g <- function(d) { q1 <- rmle(x1, n1, x2, n2, d); q2 <- min(1, max(0, q1 - d)); (d0 - d)^2 - z^2 * (q1 * (1 - q1) / n1 + q2 * (1 - q2) / n2) * N / (N - 1) }
  r <- if (side < 0) c(-1 + 1e-12, d0 - 1e-9) else c(d0 + 1e-9, 1 - 1e-12); if (r[1] >= r[2] || g(r[1]) * g(r[2]) > 0) side else uniroot(g, r, tol = 1e-15, maxiter = 10000)$root }
twos <- list(c(18, 30, 4, 13), c(3, 10, 9, 15), c(0, 10, 3, 12), c(5, 20, 0, 30), c(12, 12, 7, 11), c(300, 700, 200, 650), c(61, 200, 70, 180), c(0, 8, 9, 9))
save("two-proportions", lapply(twos, function(t) { x1 <- t[1]; n1 <- t[2]; x2 <- t[3]; n2 <- t[4]; p1 <- x1 / n1; p2 <- x2 / n2; d <- p1 - p2
  w1 <- as.numeric(suppressWarnings(prop.test(x1, n1, correct = FALSE))$conf.int); w2 <- as.numeric(suppressWarnings(prop.test(x2, n2, correct = FALSE))$conf.int)
  q1 <- (x1 + 1) / (n1 + 2); q2 <- (x2 + 1) / (n2 + 2)
  m <- matrix(c(x1, n1 - x1, x2, n2 - x2), 2, byrow = TRUE)
  list(counts = I(t), newcombe = I(d + c(-1, 1) * sqrt(c((p1 - w1[1])^2 + (w2[2] - p2)^2, (w1[2] - p1)^2 + (p2 - w2[1])^2))),
    wald = I(pmin(1, pmax(-1, d + c(-1, 1) * z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)))),
    caffo = I(pmin(1, pmax(-1, q1 - q2 + c(-1, 1) * z * sqrt(q1 * (1 - q1) / (n1 + 2) + q2 * (1 - q2) / (n2 + 2))))),
    mn = I(c(mn(x1, n1, x2, n2, -1), mn(x1, n1, x2, n2, 1))),
    rr = I(p1 / p2 * exp(c(0, -1, 1) * z * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))),
    or = I(m[1, 1] * m[2, 2] / m[1, 2] / m[2, 1] * exp(c(0, -1, 1) * z * sqrt(sum(1 / m)))),
    fisher = I(c(unname(fisher.test(m)$estimate), as.numeric(fisher.test(m)$conf.int))),
    prop = lapply(alternatives, function(a) quiet(prop.test(c(x1, x2), c(n1, n2), alternative = a))),
    prop_plain = quiet(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))) }))
save("trend", lapply(list(list(x = c(3, 5, 9, 12), n = c(20, 22, 21, 19)), list(x = c(83, 90, 129, 70), n = c(86, 93, 136, 82), s = c(1, 2, 4, 8))), function(t)
  list(x = I(t$x), n = I(t$n), scores = if (is.null(t$s)) NULL else I(t$s), test = test(if (is.null(t$s)) prop.trend.test(t$x, t$n) else prop.trend.test(t$x, t$n, t$s)))))
save("rates", lapply(list(c(0, 10), c(1, 3.5), c(7, 120.25), c(250, 1000)), function(r) { o <- r[1]; byar <- function(k, s) k * (1 - 1 / (9 * k) + s * z / (3 * sqrt(k)))^3
  list(events = o, time = r[2], exact = I(as.numeric(poisson.test(o, r[2])$conf.int)), byar = I(c(if (o == 0) 0 else byar(o, -1), byar(o + 1, 1)) / r[2])) }))
