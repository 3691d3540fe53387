# Cumulative incidence with entry times and weights, restricted time lost, Gray's test with rho, Fine-Gray with strata, weights and
# entry times, predicted incidence. Rscript extended.R beside cohort.csv: writes late_entry.csv and extended.json. Versions: VERSIONS.txt.
suppressPackageStartupMessages({library(survival); library(cmprsk); library(jsonlite)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20241127)
d <- read.csv("cohort.csv")
d$entry <- ifelse(runif(nrow(d)) < .5, 0, floor(d$time * runif(nrow(d), 0, .9)))
d$w <- round(runif(nrow(d), .4, 2.5), 2)
d$site <- sample(c("north", "south"), nrow(d), TRUE)
write.csv(d, "late_entry.csv", row.names = FALSE)
d <- read.csv("late_entry.csv"); d$row <- seq_len(nrow(d)); d$state <- factor(d$cause)
at <- c(3, 6, 12, 24)
# influence of every row on the probabilities in states and on the area under them up to tau, summed within clusters
cif <- function(call, weights, cluster) {
  f <- eval(call); n <- length(f$strata); start <- c(0, cumsum(f$strata)); res <- list()
  for (g in seq_len(n)) {
    rows <- start[g] + seq_len(f$strata[g]); here <- which(d$g == sub("g=", "", names(f$strata)[g]))
    infl <- f$influence.pstate[[g]] * weights[here]
    p <- f$pstate[rows, -1]; time <- f$time[rows]; pick <- sapply(at, function(t) max(which(time <= t)))
    var <- function(m) colSums(rowsum(m, cluster[here])^2)
    se <- sapply(2:3, function(k) sqrt(var(infl[, -1, k])))[pick, ]
    tau <- 20; width <- diff(c(pmin(time, tau), tau))
    lost <- colSums(p * width)
    lost_se <- sapply(2:3, function(k) sqrt(var(infl[, -1, k] %*% width)))
    res[[g]] <- list(group = sub("g=", "", names(f$strata)[g]), at_risk = f$n.risk[rows, 1][pick], est = unname(p[pick, ]), se = unname(se), stored_se = unname(f$std.err[rows, -1][pick, ]), lost = unname(lost), lost_se = lost_se)
  }
  res
}
one <- rep(1, nrow(d))
gray <- function(rho) unname(lapply(1:2, function(k) as.list(setNames(cuminc(d$time, d$cause, d$g, rho = rho)$Tests[k, ], c("chisq", "p", "df")))))
# continuous times: finegray takes those who fail at a time out of the risk of censoring, cmprsk (and NotebookKit) leaves them in
fg <- function(data, strata, weights) {
  s <- data; s$time <- s$exact; s$state <- factor(s$cause)
  # each stratum by itself: finegray(… + strata(site)) of survival 3.5-3 mixes the strata up when there are entry times
  f <- do.call(rbind, lapply(if (strata) split(s, s$site) else list(s), function(part)
    finegray(Surv(entry0, time, state) ~ age + size + g + site + row + id, part, etype = "1", id = row, weights = w0)))
  m <- if (strata) Surv(fgstart, fgstop, fgstatus) ~ age + size + strata(site) else Surv(fgstart, fgstop, fgstatus) ~ age + size
  fit <- coxph(m, f, weights = fgwt, ties = "breslow", cluster = row, control = coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15))
  byid <- coxph(m, f, weights = fgwt, ties = "breslow", cluster = id, control = coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-15))
  s <- survfit(fit, data.frame(age = c(55, 70), size = c(1, 5), site = c("north", "south")), se.fit = FALSE)
  inc <- if (strata) sapply(1:2, function(i) 1 - summary(s[i], times = at, extend = TRUE)$surv) else 1 - summary(s, times = at, extend = TRUE)$surv
  list(coef = unname(coef(fit)), var = unname(vcov(fit)), var_id = unname(vcov(byid)), loglik = fit$loglik, incidence = unname(inc))
}
mk <- function(entry, weights) { x <- d; x$entry0 <- if (entry) d$exact * d$entry / d$time else 0; x$w0 <- if (weights) d$w else 1; x }
p <- predict(crr(d$time, d$cause, cbind(d$age, d$size), gtol = 1e-14, maxiter = 100), rbind(c(55, 1), c(70, 5)))
out <- list(
  entry = cif(quote(survfit(Surv(entry, time, state) ~ g, d, id = row, influence = TRUE)), one, d$row),
  weights = cif(quote(survfit(Surv(time, state) ~ g, d, weights = w, id = row, influence = TRUE)), d$w, d$row),
  both = cif(quote(survfit(Surv(entry, time, state) ~ g, d, weights = w, id = row, influence = TRUE)), d$w, d$row),
  both_clustered = cif(quote(survfit(Surv(entry, time, state) ~ g, d, weights = w, id = row, influence = TRUE)), d$w, d$id),
  plain = cif(quote(survfit(Surv(time, state) ~ g, d, id = row, influence = TRUE)), one, d$row),
  gray = list(rho1 = gray(1), rho_half = gray(.5), rho_minus = gray(-1)),
  fine_gray = list(strata = fg(mk(FALSE, FALSE), TRUE), weights = fg(mk(FALSE, TRUE), FALSE), entry = fg(mk(TRUE, FALSE), FALSE), all = fg(mk(TRUE, TRUE), TRUE)),
  predicted = list(times = at, incidence = sapply(2:3, function(i) sapply(at, function(t) { k <- which(p[, 1] <= t); if (length(k)) p[max(k), i] else 0 }))))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "extended.json")
