# Landmark and time-dependent response on the lung data, response days made up by a rule. Run: Rscript responders.R <this folder>
suppressMessages({library(survival); library(jsonlite)})
here <- commandArgs(TRUE)[1]; P <- function(x) file.path(here, x)
d <- read.csv(P("lung.csv")); i <- seq_len(nrow(d)); d$id <- i
d$scan <- 20 + (i * 7) %% 90                                # first scan that could be judged
d$scan[i %% 17 == 0] <- NA                                  # never judged
d$known <- ifelse(i %% 3 == 0, d$scan + (i * 13) %% 150, NA) # scan that made a response known
d <- d[, c("id", "time", "status", "age", "scan", "known")]
write.csv(d, P("lung_response.csv"), row.names = FALSE, na = "", quote = TRUE)
month <- 30.4375; landmark <- 3 * month; CC <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
l <- subset(d, time > landmark & !is.na(scan) & scan <= landmark)
l$months <- (l$time - landmark) / month; l$responded <- 1 * (!is.na(l$known) & l$known <= landmark)
km <- survfit(Surv(months, status) ~ responded, l); lr <- survdiff(Surv(months, status) ~ responded, l)
cl <- coxph(Surv(months, status) ~ responded, l, control = CC)
t <- tmerge(d, d, id = id, death = event(time, status)); t <- tmerge(t, subset(d, !is.na(known)), id = id, responded = tdc(known)); t$responded[is.na(t$responded)] <- 0
ct <- coxph(Surv(tstart, tstop, death) ~ responded, t, control = CC)
adj <- coxph(Surv(tstart, tstop, death) ~ responded + age, t, control = CC)
one <- function(m) { s <- summary(m); list(coef = unname(coef(m)[1]), se = sqrt(vcov(m)[1, 1]), hr = unname(s$conf.int[1, 1]), lower = unname(s$conf.int[1, 3]), upper = unname(s$conf.int[1, 4]), p = unname(s$coefficients[1, 5])) }
q <- quantile(km, 0.5)
out <- list(meta = list(made_with = paste(R.version.string, "survival", packageVersion("survival"))), landmark_months = 3, n = as.numeric(table(l$responded)), deaths = as.numeric(tapply(l$status, l$responded, sum)),
  died_before = sum(d$time <= landmark & d$status == 1), censored_before = sum(d$time <= landmark & d$status == 0), not_judged = sum(d$time > landmark & (is.na(d$scan) | d$scan > landmark)),
  median = as.numeric(q$quantile), logrank_chisq = lr$chisq, logrank_p = pchisq(lr$chisq, 1, lower.tail = FALSE), landmark_cox = one(cl), time_dependent = one(ct), time_dependent_age = one(adj),
  person_months = as.numeric(tapply((t$tstop - t$tstart) / month, t$responded, sum)), deaths_by_state = as.numeric(tapply(t$death, t$responded, sum)), intervals = nrow(t))
writeLines(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), P("responders.json"))
