# R's side of the adjusted benchmark; adjusted.sh runs it beside ours on the same files.
#   Rscript adjusted.R gen DIR          writes the data (CSV)
#   Rscript adjusted.R run DIR TASK     times one task; prints task,cpu_s,wall_s,check
#   Rscript adjusted.R table CSV        prints the table of results
suppressMessages({library(survival)})
args <- commandArgs(TRUE); mode <- args[1]; D <- args[2]; n <- 1e5L
if (mode == "gen") {
  set.seed(20261127)
  id <- rep(seq_len(n / 5), each = 5); u <- rnorm(n / 5)[id]
  x1 <- rnorm(n) + 0.3 * u; x2 <- rbinom(n, 1, plogis(0.4 * x1)); x3 <- sample(c("a", "b", "c"), n, TRUE, c(.5, .3, .2)); x4 <- rnorm(n); x5 <- rexp(n)
  y <- rbinom(n, 1, plogis(-0.5 + 0.4 * x1 + 0.5 * x2 + 0.3 * (x3 == "b") - 0.3 * (x3 == "c") + 0.2 * x4 - 0.1 * x5 + 0.6 * u))
  treat <- rbinom(n, 1, plogis(-1.8 + 0.5 * x1 + 0.5 * x2 - 0.3 * x4)); score <- rnorm(n, 2 * x1 + x2)
  d <- data.frame(id, y, treat, x1, x2, x3, x4, x5, score)
  write.csv(d, file.path(D, "adjusted.csv"), row.names = FALSE, quote = FALSE)
  h <- d; miss <- function() runif(n) < plogis(-1.9 + 0.5 * y + 0.3 * x4)
  h$x1[miss()] <- NA; h$x2[miss()] <- NA; h$x3[miss()] <- NA; h$x5[miss()] <- NA
  write.csv(h, file.path(D, "holes.csv"), row.names = FALSE, quote = FALSE, na = "")
  quit("no")
}
if (mode == "table") {
  t <- read.csv(D, stringsAsFactors = FALSE); r <- t[t$side == "R", ]; o <- t[t$side == "ours", ]
  name <- c(glm = "Logistic regression, 7 coefficients: fit, covariance, limits", glm_drop = "The same with one likelihood-ratio test per variable", profile = "The same with profile limits of every coefficient",
    gee = "Estimating equations, 20,000 clusters of 5, exchangeable", match = "Propensity score and 1:1 matching without replacement, caliper 0.2 SD",
    mice = "Imputation of 4 columns, 5 data sets, 5 rounds, pooled logistic regression")
  call <- c(glm = "`glm`", glm_drop = "`glm`, `drop1`", profile = "`glm`, `confint`", gee = "`geepack::geeglm`", match = "`MatchIt::matchit`", mice = "`mice::mice`, `pool`")
  cat("| workload | R | CPU s, R | CPU s, ours | ratio | ratio by wall | check, R | check, ours |\n|---|---|--:|--:|--:|--:|--:|--:|\n")
  for (k in names(name)) { a <- r[r$task == k, ]; b <- o[o$task == k, ]; if (nrow(a) && nrow(b)) cat(sprintf("| %s | %s | %.3g | %.3g | %.0f | %.0f | %s | %s |\n", name[[k]], call[[k]], a$cpu_s, b$cpu_s, a$cpu_s / b$cpu_s, a$wall_s / b$wall_s, a$check, b$check)) }
  quit("no")
}
task <- args[3]
d <- read.csv(file.path(D, if (task == "mice") "holes.csv" else "adjusted.csv")); d$x3 <- factor(d$x3); f <- y ~ x1 + x2 + x3 + x4 + x5
run <- switch(task,
  glm = function() { m <- glm(f, binomial, d); s <- summary(m); confint.default(m); coef(m)[["x1"]] },
  glm_drop = function() { m <- glm(f, binomial, d); summary(m); drop1(m, test = "LRT")$LRT[2] },
  profile = function() { m <- glm(f, binomial, d); suppressMessages(confint(m)[2, 1]) },
  gee = function() { m <- geepack::geeglm(f, binomial, d, id = id, corstr = "exchangeable"); summary(m)$coefficients["x1", "Std.err"] },
  match = function() { m <- MatchIt::matchit(treat ~ x1 + x2 + x3 + x4 + x5, d, method = "nearest", link = "linear.logit", caliper = 0.2); nrow(m$match.matrix) - sum(is.na(m$match.matrix)) },
  mice = function() { h <- d[, c("y", "x1", "x2", "x3", "x4", "x5")]; h$x2 <- factor(h$x2); m <- mice::mice(h, m = 5, maxit = 5, method = c("", "pmm", "logreg", "polyreg", "", "pmm"), seed = 1, printFlag = FALSE); p <- mice::pool(with(m, glm(y ~ x1 + x2 + x3 + x4 + x5, binomial))); p$pooled$estimate[2] })
t <- system.time(check <- run())
cat(sprintf("%s,R,%.4f,%.4f,%s\n", task, sum(t[c(1, 2, 4, 5)], na.rm = TRUE), t[[3]], format(check, digits = 6)))
