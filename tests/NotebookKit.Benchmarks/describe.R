# The work of DescribeBenchmarks with R's base functions: Rscript describe.R [rows]
n <- as.integer(c(commandArgs(TRUE), "1000000")[1])
set.seed(20240108)
arm <- rep(c("TAE", "TARE"), length.out = n)
d <- list()
for (v in 0:9) {
  x <- runif(n) * 100; x[sample(n, n / 50)] <- NA; d[[paste0("x", v)]] <- x
  g <- sample(c("I", "II", "III", "IV", "V"), n, TRUE); g[sample(n, n / 50)] <- NA; d[[paste0("c", v)]] <- g
}
describe <- function(tests) {
  for (v in names(d)) {
    x <- d[[v]]
    if (is.numeric(x)) {
      f <- function(y) { m <- is.na(y); y <- y[!m]; c(sum(m), mean(y), sd(y), quantile(y, c(0, .25, .5, .75, 1), type = 2)) }
      tapply(x, arm, f); f(x)
      if (tests) wilcox.test(x ~ arm)
    } else {
      t <- table(x, arm, useNA = "always"); prop.table(t, 2); rowSums(t)
      if (tests) chisq.test(table(x, arm), correct = FALSE)
    }
  }
}
for (tests in c(FALSE, TRUE)) {
  s <- sort(sapply(1:3, function(i) system.time(describe(tests))[["elapsed"]]))
  cat(sprintf("%s rows=%d tests=%s: median %.2f s (%.2f to %.2f)\n", R.version.string, n, tests, s[2], s[1], s[3]))
}
