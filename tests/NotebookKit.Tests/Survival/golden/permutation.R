# Brute-force permutation log-rank over whole clusters and over rows: every allocation by combn(), survdiff() each time.
library(survival)
d <- data.frame(
  time   = c(3, 5, 8, 2, 9, 4, 6, 11, 1, 7, 5, 12, 10, 2),
  status = c(1, 1, 0, 1, 1, 1, 0, 1,  1, 1, 1, 0,  1,  0),
  id     = c(1, 1, 1, 2, 3, 3, 4, 4,  5, 6, 6, 7,  8,  8),
  g      = c(0, 0, 0, 0, 0, 0, 1, 1,  1, 1, 1, 1,  1,  1))
chi <- function(g) survdiff(Surv(d$time, d$status) ~ g)$chisq
p <- function(unit) {
  u <- sort(unique(unit)); first <- d$g[match(u, unit)]; m <- sum(first == 0)
  obs <- chi(d$g); all <- combn(length(u), m)
  stat <- apply(all, 2, function(k) chi(as.integer(!(unit %in% u[k]))))
  c(allocations = ncol(all), extreme = sum(stat >= obs * (1 - 1e-7)), p = mean(stat >= obs * (1 - 1e-7)), chisq = obs)
}
print(p(d$id), digits = 17); print(p(seq_len(nrow(d))), digits = 17)
# three groups, rows: all 10!/(3!3!4!) = 4200 allocations
e <- d[1:10, ]; g3 <- c(1, 1, 1, 2, 2, 2, 3, 3, 3, 3)
chi3 <- function(g) survdiff(Surv(e$time, e$status) ~ g)$chisq
obs <- chi3(g3); n <- 0; k <- 0
for (a in combn(10, 3, simplify = FALSE)) for (b in combn(setdiff(1:10, a), 3, simplify = FALSE)) {
  g <- rep(3, 10); g[a] <- 1; g[b] <- 2; n <- n + 1; s <- tryCatch(chi3(g), error = function(x) 0); k <- k + (s >= obs * (1 - 1e-7)) }
print(c(n, k, k / n, obs), digits = 17)
