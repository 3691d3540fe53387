# Illness-death histories and R's state probabilities. Rscript generate.R beside this file: writes histories.csv, mixed.csv, values.json, VERSIONS.txt.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20241128)
rows <- NULL
for (i in 1:120) {
  g <- sample(c("a", "b"), 1); w <- round(runif(1, .5, 2), 2); enter <- if (runif(1) < .25) sample(1:6, 1) else 0
  t <- enter; state <- "well"; end <- enter + ceiling(runif(1, 3, 45)); n <- 0
  repeat {
    r <- if (state == "well") c(progressed = .06, dead = .02) else c(well = .03, dead = .08)
    if (g == "b") r["dead"] <- r["dead"] * 1.6
    stay <- ceiling(rexp(1, sum(r))); n <- n + 1
    if (t + stay >= end) { if (end > t) rows <- rbind(rows, data.frame(id = i, center = (i - 1) %/% 3, g, w, from = state, entry = t, exit = end, state = "0")); break }
    to <- sample(names(r), 1, prob = r)
    rows <- rbind(rows, data.frame(id = i, center = (i - 1) %/% 3, g, w, from = state, entry = t, exit = t + stay, state = to)); t <- t + stay; state <- to
    if (to == "dead") break
    if (t >= end) break
  }
}
write.csv(rows, "histories.csv", row.names = FALSE)
mixed <- subset(rows, entry == 0 | !duplicated(id)); mixed <- mixed[!duplicated(mixed$id), ]; mixed$entry <- 0; mixed$from <- ifelse(mixed$id %% 3 == 0 & mixed$state != "progressed", "progressed", "well")
write.csv(mixed, "mixed.csv", row.names = FALSE)
staggered <- rows[!duplicated(rows$id), ]; staggered$from <- ifelse(staggered$id %% 3 == 0 & staggered$state != "progressed", "progressed", "well")
write.csv(staggered, "staggered.csv", row.names = FALSE)
at <- c(3, 6, 12, 24); tau <- 20; states <- c("well", "progressed", "dead")
result <- function(d, weights, clusters) {
  d <- read.csv(d); d$state <- factor(d$state, c("0", states)); d$weight <- if (weights) d$w else 1
  f <- survfit(Surv(entry, exit, state) ~ g, d, id = id, istate = factor(from, states), weights = weight, influence = TRUE)
  start <- c(0, cumsum(f$strata)); ids <- unique(d$id)
  lapply(1:2, function(k) {
    r <- start[k] + seq_len(f$strata[k]); time <- f$time[r]; p <- f$pstate[r, ]; pick <- sapply(at, function(t) max(which(time <= t)))
    here <- unique(d$id[d$g == c("a", "b")[k]])
    infl <- f$influence.pstate[[k]] * d$weight[match(here, d$id)]
    cl <- if (clusters) d$center[match(here, d$id)] else here
    se <- sapply(seq_along(states), function(s) sqrt(colSums(rowsum(infl[, -1, s], cl)^2)))
    width <- pmax(0, diff(c(pmin(time, tau), tau))); first <- pmin(time[1], tau)
    p0 <- f$p0[k, ]
    list(group = c("a", "b")[k], p0 = unname(p0), at_risk = unname(f$n.risk[r, ][pick, ]), est = unname(p[pick, ]), se = unname(se[pick, ]), stored = unname(f$std.err[r, ][pick, ]),
      time_in = unname(colSums(p * width) + p0 * first),
      time_in_se = sapply(seq_along(states), function(s) sqrt(sum(rowsum(infl[, -1, s] %*% width + infl[, 1, s] * first, cl)^2))))
  })
}
check <- survcheck(Surv(entry, exit, factor(state, c("0", states))) ~ 1, rows, id = id, istate = factor(from, states))
out <- list(states = states, plain = result("histories.csv", FALSE, FALSE), weights = result("histories.csv", TRUE, FALSE), clusters = result("histories.csv", TRUE, TRUE), mixed = result("mixed.csv", FALSE, FALSE), staggered = result("staggered.csv", FALSE, FALSE),
  transitions = unname(unclass(check$transitions)), transition_names = dimnames(check$transitions), flags = as.list(check$flag))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "values.json")
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "VERSIONS.txt")
