# Unconditional exact tests, stratified tables, clustered proportions and kappa. mantelhaen.test is base R; the others are written out
# from the papers, by whole rows and matrices, without the shortcuts of the library.

# Boschloo and Suissa-Shuster: brute force over all tables, largest probability over the common proportion
unconditional <- function(x1, n1, x2, n2, score) {
  stat <- function(a, b) if (score) { p <- (a + b) / (n1 + n2); if (p == 0 || p == 1) 0 else (a / n1 - b / n2) / sqrt(p * (1 - p) * (1 / n1 + 1 / n2)) }
    else -phyper(a - 1, n1, n2, a + b, lower.tail = FALSE)
  one <- function(sign) {
    s <- function(a, b) if (sign > 0) stat(a, b) else if (score) -stat(a, b) else -phyper(a, n1, n2, a + b)
    grid <- expand.grid(a = 0:n1, b = 0:n2); t <- mapply(s, grid$a, grid$b); t0 <- s(x1, x2)
    g <- grid[t >= t0 - 1e-7 * abs(t0), ]
    f <- function(p) sum(dbinom(g$a, n1, p) * dbinom(g$b, n2, p))
    ps <- seq(0, 1, length.out = 4001); v <- sapply(ps, f); i <- which.max(v)
    max(v[i], optimize(f, c(max(0, ps[i] - 1 / 4000), min(1, ps[i] + 1 / 4000)), maximum = TRUE, tol = 1e-12)$objective)
  }
  list(greater = one(1), less = one(-1))
}
save("unconditional", lapply(list(c(18, 30, 4, 13), c(3, 10, 9, 15), c(0, 10, 3, 12), c(12, 12, 7, 11), c(20, 60, 35, 70), c(0, 8, 9, 9), c(1, 4, 2, 3)), function(t)
  list(counts = I(t), fisher = do.call(unconditional, c(as.list(t), FALSE)), score = do.call(unconditional, c(as.list(t), TRUE)))))

# Cochran-Mantel-Haenszel
strata <- list(
  lapply(1:6, function(k) matrix(as.numeric(UCBAdmissions[, , k]), 2)),
  list(matrix(c(0, 0, 6, 5), 2), matrix(c(3, 0, 3, 6), 2), matrix(c(6, 2, 0, 4), 2), matrix(c(5, 6, 1, 0), 2), matrix(c(2, 5, 0, 0), 2)), # Rabbits, ?mantelhaen.test
  list(matrix(c(12, 3, 5, 6), 2), matrix(c(6, 1, 7, 3), 2)),
  lapply(1:2, function(k) matrix(c(if (k == 1) c(1, 2, 0, 0, 3, 3, 1, 2, 11, 17, 8, 4, 2, 3, 5, 2) else c(1, 0, 0, 0, 1, 3, 0, 1, 2, 5, 7, 9, 1, 1, 3, 6)), 4))) # Job satisfaction, ?mantelhaen.test
# conditional odds ratio and exact limits, solved further than mantelhaen.test, which stops near 1e-4
conditional <- function(s) {
  mass <- function(or) { d <- 1; lo <- 0; for (t in s) { x <- max(0, sum(t[1, ]) - sum(t[, 2])):min(sum(t[1, ]), sum(t[, 1])); lo <- lo + min(x)
    w <- choose(sum(t[, 1]), x) * choose(sum(t[, 2]), sum(t[1, ]) - x) * or^(x - min(x)); w <- w / sum(w)
    e <- numeric(length(d) + length(w) - 1); for (i in seq_along(d)) e[i - 1 + seq_along(w)] <- e[i - 1 + seq_along(w)] + d[i] * w; d <- e }; list(x = lo + seq_along(d) - 1, d = d) }
  x0 <- sum(sapply(s, function(t) t[1, 1])); root <- function(f) exp(uniroot(f, c(-20, 20), tol = 1e-14, maxiter = 10000)$root); m1 <- mass(1)
  if (x0 == min(m1$x) || x0 == max(m1$x)) NULL else I(c(root(function(l) { m <- mass(exp(l)); sum(m$x * m$d) - x0 }),
    root(function(l) { m <- mass(exp(l)); sum(m$d[m$x >= x0]) - .025 }), root(function(l) { m <- mass(exp(l)); sum(m$d[m$x <= x0]) - .025 }))) }
array3 <- function(s) array(unlist(s), c(dim(s[[1]]), length(s)))
save("strata", lapply(strata, function(s) { a <- array3(s); four <- all(dim(s[[1]]) == 2)
  list(tables = s, plain = quiet(mantelhaen.test(a, correct = FALSE)), corrected = quiet(mantelhaen.test(a)),
    exact = if (four) lapply(alternatives, function(d) mantelhaen.test(a, exact = TRUE, alternative = d)$p.value) else NULL, odds = if (four && sum(unlist(s)) < 500) conditional(s) else NULL) }))

# clustered proportions: rows of event y, group g, cluster k
expand <- function(x, n, g) list(y = unlist(mapply(function(x, n) rep(1:0, c(x, n - x)), x, n, SIMPLIFY = FALSE)), g = rep(g, n), k = rep(seq_along(n), n))
weil <- expand( # rat pups weaned alive (Weil 1970), control and treated litters
  c(13, 12, 9, 9, 8, 8, 12, 11, 9, 9, 8, 11, 4, 5, 7, 7, 12, 11, 10, 9, 10, 9, 9, 8, 8, 4, 7, 4, 5, 3, 3, 0),
  c(13, 12, 9, 9, 8, 8, 13, 12, 10, 10, 9, 13, 5, 7, 10, 10, 12, 11, 10, 9, 11, 10, 10, 9, 9, 5, 9, 7, 10, 6, 10, 7), rep(0:1, each = 16))
procedures <- expand(c(2, 1, 0, 1, 2, 0, 3, 1, 1, 0, 1, 2, 1, 0, 0, 1, 1, 1, 0, 0, 0, 2, 0, 1, 0, 1), # 18/30 and 4/13 procedures of 20 and 6 patients
  c(2, 1, 1, 1, 2, 1, 4, 1, 2, 1, 1, 2, 1, 1, 1, 2, 1, 1, 2, 2, 2, 4, 2, 2, 1, 2), rep(0:1, c(20, 6)))
crossed <- list(y = c(1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0), g = c(0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1), k = rep(1:7, c(2, 2, 3, 3, 2, 4, 2)))
three <- expand(c(1, 2, 0, 3, 1, 2, 1, 0, 2, 4, 1, 2, 0, 1, 3), c(2, 3, 1, 3, 4, 2, 1, 2, 3, 4, 3, 4, 2, 2, 3), rep(0:2, each = 5))

by_group <- function(d) { c <- aggregate(cbind(x = d$y, n = 1) ~ k + g, data = as.data.frame(d), FUN = sum); c }
donner <- function(d) { c <- by_group(d); i <- split(c, c$g); K <- nrow(c); I <- length(i); N <- sum(c$n)
  msc <- sum(sapply(i, function(s) sum(s$n * (s$x / s$n - sum(s$x) / sum(s$n))^2))) / (K - I)
  mse <- sum(sapply(i, function(s) sum(s$x * (1 - s$x / s$n)))) / (N - K)
  k0 <- (N - sum(sapply(i, function(s) sum(s$n^2) / sum(s$n)))) / (K - I)
  rho <- max(0, (msc - mse) / (msc + (k0 - 1) * mse)); p <- sum(c$x) / N
  x2 <- sum(sapply(i, function(s) (sum(s$x) - sum(s$n) * p)^2 / (sum(s$n * (1 + (s$n - 1) * rho)) * p * (1 - p))))
  list(rho = rho, statistic = x2, df = I(I - 1), p = pchisq(x2, I - 1, lower.tail = FALSE)) }
raoscott <- function(d) { c <- by_group(d); i <- split(c, c$g)
  a <- sapply(i, function(s) { m <- nrow(s); n <- sum(s$n); x <- sum(s$x); p <- x / n
    v <- m / (m - 1) / n^2 * sum((s$x - s$n * p)^2); de <- v / (p * (1 - p) / n); c(x / de, n / de) })
  p <- sum(a[1, ]) / sum(a[2, ]); x2 <- sum((a[1, ] - a[2, ] * p)^2 / (a[2, ] * p * (1 - p)))
  list(statistic = x2, df = I(ncol(a) - 1), p = pchisq(x2, ncol(a) - 1, lower.tail = FALSE)) }

# Liang and Zeger (1986) with whole matrices; Mancl and DeRouen (2001): residuals multiplied by (I - H)^-1
gee <- function(d, exchangeable, small) {
  g <- factor(d$g); X <- if (nlevels(g) == 2) cbind(1, as.numeric(g == levels(g)[1])) else cbind(1, sapply(levels(g)[-nlevels(g)], function(l) as.numeric(g == l)))
  p <- ncol(X); ids <- split(seq_along(d$y), d$k); N <- length(d$y)
  b <- coef(glm(d$y ~ X - 1, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))); alpha <- 0
  parts <- function(i) { mu <- plogis(drop(X[i, , drop = FALSE] %*% b)); s <- sqrt(mu * (1 - mu)); R <- diag(length(i)) * (1 - alpha) + alpha
    V <- diag(s, length(i)) %*% R %*% diag(s, length(i)); D <- diag(s^2, length(i)) %*% X[i, , drop = FALSE]; list(r = d$y[i] - mu, D = D, W = solve(V)) }
  for (it in 1:500) {
    if (exchangeable) { mu <- plogis(drop(X %*% b)); r <- (d$y - mu) / sqrt(mu * (1 - mu)); phi <- sum(r^2) / (N - p)
      alpha <- sum(sapply(ids, function(i) if (length(i) > 1) sum(combn(r[i], 2, prod)) else 0)) / (sum(choose(lengths(ids), 2)) - p) / phi }
    q <- lapply(ids, parts); H <- Reduce(`+`, lapply(q, function(z) t(z$D) %*% z$W %*% z$D)); U <- Reduce(`+`, lapply(q, function(z) t(z$D) %*% z$W %*% z$r))
    step <- solve(H, U); b <- b + drop(step); if (max(abs(step)) < 1e-14) break }
  q <- lapply(ids, parts); B <- solve(Reduce(`+`, lapply(q, function(z) t(z$D) %*% z$W %*% z$D)))
  M <- Reduce(`+`, lapply(q, function(z) { r <- z$r; if (small) r <- solve(diag(length(r)) - z$D %*% B %*% t(z$D) %*% z$W, r); u <- t(z$D) %*% z$W %*% r; u %*% t(u) }))
  V <- B %*% M %*% B; df <- length(ids) - p; c <- b[-1]; w <- drop(t(c) %*% solve(V[-1, -1], c)); se <- sqrt(V[2, 2]); z <- c[1] / se
  if (p == 2) list(alpha = alpha, statistic = unname(z), p = if (small) 2 * pt(-abs(z), df) else 2 * pnorm(-abs(z)), odds = I(unname(exp(c[1] + c(0, -1, 1) * se * (if (small) qt(.975, df) else qnorm(.975))))))
  else list(alpha = alpha, statistic = if (small) w / (p - 1) else w, p = if (small) pf(w / (p - 1), p - 1, df, lower.tail = FALSE) else pchisq(w, p - 1, lower.tail = FALSE), odds = NULL)
}
save("clusters", lapply(list(weil, procedures, crossed, three), function(d) list(y = I(d$y), g = I(d$g), k = I(d$k), donner = donner(d), raoscott = raoscott(d),
  independence = gee(d, FALSE, FALSE), exchangeable = gee(d, TRUE, FALSE), independence_small = gee(d, FALSE, TRUE), exchangeable_small = gee(d, TRUE, TRUE))))

# kappa: Fleiss, Cohen and Everitt (1969) for two raters
kappa2 <- function(a, b, k, weight, cluster) {
  m <- table(factor(a, 0:(k - 1)), factor(b, 0:(k - 1))) / length(a); n <- length(a); r <- rowSums(m); c <- colSums(m); d <- abs(outer(1:k, 1:k, "-")) / (k - 1)
  w <- switch(weight, none = diag(k), linear = 1 - d, quadratic = 1 - d^2); po <- sum(w * m); pe <- sum(w * outer(r, c)); kap <- (po - pe) / (1 - pe)
  wr <- drop(w %*% c); wc <- drop(r %*% w)
  v <- (sum(m * (w * (1 - pe) - outer(wr, wc, "+") * (1 - po))^2) - (po * pe - 2 * pe + po)^2) / (n * (1 - pe)^4)
  u <- mapply(function(i, j) w[i, j] * (1 - pe) - (wr[i] + wc[j]) * (1 - po), a + 1, b + 1) / (1 - pe)^2; u <- u - mean(u)
  list(kappa = kap, se = sqrt(v), observed = po, expected = pe, clustered = sqrt(sum(tapply(u, cluster, sum)^2)) / n) }
readers <- function(n, k, agree) { a <- sample(0:(k - 1), n, TRUE); b <- ifelse(runif(n) < agree, a, sample(0:(k - 1), n, TRUE)); list(a = a, b = b, k = k, cluster = sort(sample(ceiling(n / 2), n, TRUE))) }
save("kappa", lapply(list(readers(43, 4, .7), readers(20, 2, .5), readers(200, 5, .3)), function(s) c(lapply(s, I),
  lapply(c(none = "none", linear = "linear", quadratic = "quadratic"), function(w) kappa2(s$a, s$b, s$k, w, s$cluster)))))
