# Expected values of weights, percentiles, dates and comparisons of adverse events: Rscript extended.R writes extended_expected.json.
# Base R and the package survey; jsonlite writes.
suppressMessages({library(survey); library(jsonlite)})
trial <- read.csv("trial.csv")
trial$w <- 0.5 + (seq_len(nrow(trial)) %% 7) / 4
probabilities <- c(.1, .25, .5, .75, .9)

weighted <- lapply(split(trial, trial$trt), function(d) {
  design <- svydesign(~1, weights = ~w, data = d)
  age <- subset(design, !is.na(age))
  counts <- svytable(~grade, design)
  list(total = sum(d$w), mean = unname(coef(svymean(~age, age))), sd = sqrt(unname(coef(svyvar(~age, age)))),
    quantiles = unname(coef(svyquantile(~age, age, probabilities, qrule = "hf2"))), grade = as.list(counts))
})
smd <- with(weighted, (`Drug A`$mean - `Drug B`$mean) / sqrt((`Drug A`$sd^2 + `Drug B`$sd^2) / 2))
p <- sapply(weighted, function(g) unlist(g$grade)[-1] / sum(unlist(g$grade)))
v <- function(q) diag(q) - q %*% t(q)
d <- p[, 1] - p[, 2]
smd_grade <- sqrt(as.numeric(t(d) %*% solve((v(p[, 1]) + v(p[, 2])) / 2) %*% d))

plain <- lapply(split(trial, trial$trt), function(d) {
  x <- d$age[!is.na(d$age)]
  dates <- as.Date("2020-01-01") + x
  list(p10 = unname(quantile(x, .1, type = 2)), p90 = unname(quantile(x, .9, type = 2)), p97.5 = unname(quantile(x, .975, type = 2)),
    iqr = unname(diff(quantile(x, c(.25, .75), type = 2))), date_median = format(median(dates)), date_median_days = as.numeric(median(dates)),
    date_mean_days = as.numeric(mean(dates)), date_min = format(min(dates)), date_max = format(max(dates)))
})
dates_p <- suppressWarnings(wilcox.test(age ~ trt, trial)$p.value)

# events, sizes and times at risk of two groups
cases <- list(c(6, 20, 1, 21, 12.5, 14.25), c(0, 12, 4, 15, 3.5, 9), c(7, 10, 9, 10, 4, 3), c(5, 97, 12, 103, 60.2, 71.9))
wilson <- function(x, n) { r <- prop.test(x, n, correct = FALSE)$conf.int; c(r[1], r[2]) }
comparisons <- lapply(cases, function(k) {
  p1 <- k[1] / k[2]; p2 <- k[3] / k[4]; a <- wilson(k[1], k[2]); b <- wilson(k[3], k[4]); d <- p1 - p2; z <- qnorm(.975)
  ratio <- p1 / p2; se <- sqrt(1 / k[1] - 1 / k[2] + 1 / k[3] - 1 / k[4])
  rate <- poisson.test(c(k[1], k[3]), c(k[5], k[6]))
  list(events = k, difference = d, difference_lower = d - sqrt((p1 - a[1])^2 + (b[2] - p2)^2), difference_upper = d + sqrt((a[2] - p1)^2 + (p2 - b[1])^2),
    ratio = ratio, ratio_lower = if (k[1] > 0) exp(log(ratio) - z * se) else NULL, ratio_upper = if (k[1] > 0) exp(log(ratio) + z * se) else NULL,
    rate_ratio = unname(rate$estimate), rate_lower = rate$conf.int[1], rate_upper = rate$conf.int[2])
})
# confidence limits of weighted and unweighted proportions in running text
exact <- lapply(list(c(8, 20), c(0, 7), c(40, 43)), function(k) c(k, binom.test(k[1], k[2])$conf.int))
write(toJSON(list(weighted = weighted, smd = smd, smd_grade = smd_grade, plain = plain, dates_p = dates_p, comparisons = comparisons, exact = exact),
  digits = NA, auto_unbox = TRUE, pretty = TRUE), "extended_expected.json")
