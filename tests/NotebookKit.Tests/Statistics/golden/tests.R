# Hypothesis tests on small, tied, unequal and large samples; equal to base R
test <- function(h) list(statistic = if (is.null(h$statistic)) NULL else unname(h$statistic), df = if (is.null(h$parameter)) NULL else I(unname(h$parameter)),
  p = h$p.value, estimate = if (is.null(h$estimate)) NULL else I(unname(h$estimate)), ci = if (is.null(h$conf.int)) NULL else I(as.numeric(h$conf.int)))
quiet <- function(e) test(suppressWarnings(e))
alternatives <- c("two.sided", "less", "greater")

samples2 <- list(
  list(x = c(1.1, 2.2, 3.3, 0.4), y = c(2.5, 5.1, 4.4, 6.2, 7.7)),
  list(x = c(1, 2, 2, 3, 5, 5), y = c(2, 5, 5, 6, 7)),
  list(x = round(rnorm(30), 1), y = round(rnorm(60, .4), 1)),
  list(x = rnorm(49), y = rnorm(49, .3, 2)),
  list(x = rnorm(50), y = rnorm(12, 1)),
  list(x = round(rexp(400) * 10), y = round(rexp(300) * 12)),
  list(x = 1e6 + rnorm(20), y = 1e6 + rnorm(25, 1)))
save("two-samples", lapply(samples2, function(s) with(s, list(x = I(x), y = I(y),
  wilcoxon = lapply(alternatives, function(a) quiet(wilcox.test(x, y, alternative = a))),
  wilcoxon_normal = lapply(alternatives, function(a) quiet(wilcox.test(x, y, alternative = a, exact = FALSE))),
  wilcoxon_plain = quiet(wilcox.test(x, y, exact = FALSE, correct = FALSE)),
  welch = lapply(alternatives, function(a) test(t.test(x, y, alternative = a))),
  pooled = lapply(alternatives, function(a) test(t.test(x, y, var.equal = TRUE, alternative = a, conf.level = .9))),
  one = test(t.test(x, mu = .25))))))

# exact conditional distribution of the rank sum by enumeration of all subsets
enumerate <- function(x, y) {
  r <- rank(c(x, y)); w <- sum(r[seq_along(x)]); s <- combn(length(r), length(x), function(i) sum(r[i]))
  list(less = mean(s <= w + 1e-9), greater = mean(s >= w - 1e-9), two = min(1, 2 * min(mean(s <= w + 1e-9), mean(s >= w - 1e-9))))
}
save("rank-sum-ties", lapply(list(list(x = c(1, 2, 2, 3, 5, 5), y = c(2, 5, 5, 6, 7)), list(x = c(0, 0, 1), y = c(0, 1, 1, 2, 2, 2, 9, 9)),
  list(x = rep(1:3, 3), y = c(1, 3, 3, 3, 4, 4, 4, 5)), list(x = c(1, 1), y = c(1, 2))), function(s) c(lapply(s, I), enumerate(s$x, s$y))))
signs <- function(d) { d <- d[d != 0]; r <- rank(abs(d)); v <- sum(r[d > 0]); s <- as.vector(as.matrix(expand.grid(rep(list(0:1), length(r)))) %*% r)
  list(d = I(d), v = v, less = mean(s <= v + 1e-9), greater = mean(s >= v - 1e-9)) }
save("signed-rank-ties", lapply(list(c(1, -1, 2, 2, -3, 4, 4, 5), c(-2, -2, 1, 3, 3, 3, 6, 6, 7, -7), c(1, 1, 1)), signs))

pairs <- list(list(x = c(5.1, 3.2, 8.8, 7.1, 2, 9), y = c(4, 5.5, 6.1, 6.9, 1, 8.2)), list(x = round(rnorm(25), 1), y = round(rnorm(25, .3), 1)),
  list(x = rnorm(60), y = rnorm(60, .2)), list(x = rnorm(9), y = rnorm(9)), list(x = rnorm(12), y = rnorm(12)), list(x = c(1, 2, 2, 4, 5, 5, 5, 8), y = c(2, 2, 3, 4, 4, 8, 6, 1)),
  list(x = round(runif(300) * 30), y = round(runif(300) * 5)))
save("pairs", lapply(pairs, function(s) with(s, list(x = I(x), y = I(y),
  signed_rank = lapply(alternatives, function(a) quiet(wilcox.test(x, y, paired = TRUE, alternative = a))),
  signed_rank_plain = quiet(wilcox.test(x, y, paired = TRUE, exact = FALSE, correct = FALSE)),
  t = lapply(alternatives, function(a) test(t.test(x, y, paired = TRUE, alternative = a))),
  pearson = test(cor.test(x, y)), spearman = quiet(cor.test(x, y, method = "spearman")), kendall = quiet(cor.test(x, y, method = "kendall"))))))

groups <- list(list(c(1, 2, 3, 4), c(2, 3, 9), c(7, 8, 8, 9, 10)), list(rnorm(20), rnorm(30, .5, 3), rnorm(5), rnorm(40, .2)),
  lapply(1:3, function(i) round(rexp(100) * 3)), list(c(1e6 + 1:5), c(1e6 + 3:9)))
save("groups", lapply(groups, function(g) { v <- unlist(g); f <- factor(rep(seq_along(g), lengths(g)))
  list(groups = lapply(g, I), kruskal = test(kruskal.test(v, f)), anova = test(oneway.test(v ~ f, var.equal = TRUE)), welch = test(oneway.test(v ~ f))) }))

tables <- list(matrix(c(18, 4, 12, 9), 2), matrix(c(3, 0, 1, 12), 2), matrix(c(0, 7, 9, 0), 2), matrix(c(1, 1, 1, 1), 2), matrix(c(90, 60, 40, 85), 2),
  matrix(c(1500, 1420, 900, 1011), 2), matrix(c(9, 1, 12, 4, 9, 8), 2), matrix(c(2, 0, 4, 3, 3, 1, 0, 5, 4, 2, 2, 6), 3), matrix(c(10, 2, 3, 8, 7, 1, 4, 4, 12), 3))
save("contingency", lapply(tables, function(m) c(list(table = m, none = quiet(chisq.test(m, correct = FALSE)), yates = quiet(chisq.test(m)),
  min_expected = min(suppressWarnings(chisq.test(m))$expected), fisher = test(fisher.test(m, workspace = 2e7))["p"]),
  if (all(dim(m) == 2)) list(less = fisher.test(m, alternative = "less")$p.value, greater = fisher.test(m, alternative = "greater")$p.value))))
save("mcnemar", lapply(list(matrix(c(20, 5, 12, 30), 2), matrix(c(20, 5, 5, 30), 2), matrix(c(1, 0, 9, 4), 2), matrix(c(10, 3, 4, 6, 12, 5, 1, 8, 9), 3)), function(m)
  list(table = m, corrected = test(mcnemar.test(m)), plain = test(mcnemar.test(m, correct = FALSE)),
    exact = if (nrow(m) == 2) binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value else NULL)))

# Fisher-Freeman-Halton on tables on which the default workspace of fisher.test gives up
big <- list(
  matrix(c(58, 8, 2, 3, 1, 1, 1, 2, 10, 27, 40, 0, 1, 0, 3, 3, 2, 8, 25, 44, 1, 0, 1, 1, 1, 3, 8), 9),
  matrix(c(40, 35, 30, 28, 38, 36, 33, 30, 25, 39, 41, 37), 4),
  matrix(c(12, 8, 5, 3, 2, 9, 11, 7, 4, 1, 6, 9, 10, 8, 5), 5),
  matrix(c(3, 1, 4, 2, 0, 5, 2, 6, 1, 3, 0, 2, 4, 1, 2, 7), 4),
  matrix(c(5, 3, 0, 1, 4, 2, 6, 1, 0, 2, 1, 1, 3, 7, 2, 4, 0, 1, 2, 5, 1, 0, 3, 2), 2),
  matrix(c(120, 100, 80, 140, 110, 95), 3))
# fisher.test is off by up to 2e-9 on such tables (its network algorithm merges nearly equal paths); for 2 x 3 all tables are summed here
all_2x3 <- function(m) { if (!all(dim(m) == c(3, 2))) return(NULL)
  n <- rowSums(m); g <- expand.grid(a = 0:n[1], b = 0:n[2]); g$c <- sum(m[, 1]) - g$a - g$b; g <- g[g$c >= 0 & g$c <= n[3], ]
  l <- lchoose(n[1], g$a) + lchoose(n[2], g$b) + lchoose(n[3], g$c); o <- sum(lchoose(n, m[, 1])); sum(exp(l[l <= o + 1e-7] - max(l))) / sum(exp(l - max(l))) }
save("fisher-large", lapply(big, function(m) list(table = m, p = fisher.test(m, workspace = 2e8)$p.value, all = all_2x3(m))))
