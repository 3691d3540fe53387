# Rscript generate.R: writes cohort.csv and values.json beside itself
suppressPackageStartupMessages({library(survival); library(cmprsk); library(jsonlite)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20240108)
n <- 150
g <- sample(c("a", "b", "c"), n, TRUE); age <- round(rnorm(n, 60, 9), 1); size <- round(rexp(n, .3), 1)
id <- sample.int(90, n, TRUE)
t1 <- rexp(n, .05 * exp(.03 * (age - 60) + .5 * (g == "b"))); t2 <- rexp(n, .03 * exp(.1 * size - .3)); tc <- runif(n, 2, 40)
time <- pmin(t1, t2, tc); cause <- ifelse(time == tc, 0, ifelse(time == t1, 1, 2))
d <- data.frame(id, time = ceiling(time), exact = time, cause, g, age, size)
write.csv(d, "cohort.csv", row.names = FALSE)
d <- read.csv("cohort.csv")
tests <- function(t) unname(lapply(1:2, function(k) as.list(setNames(cuminc(d[[t]], d$cause, d$g)$Tests[k, ], c("chisq", "p", "df")))))
curves <- function(t) { x <- cuminc(d[[t]], d$cause, d$g); at <- c(3, 6, 12, 24); p <- timepoints(x[names(x) != "Tests"], at)
  list(names = rownames(p$est), times = at, est = unname(p$est), var = unname(p$var)) }
jack <- function(t) { f <- survfit(Surv(d[[t]], factor(d$cause)) ~ d$g); s <- summary(f, times = c(3, 6, 12, 24))
  list(strata = as.character(s$strata), times = s$time, est = unname(s$pstate[, -1]), se = unname(s$std.err[, -1])) }
fg <- function(t, code) { x <- model.matrix(~ age + g + size, d)[, -1]
  f <- crr(d[[t]], d$cause, x, failcode = code, gtol = 1e-13, maxiter = 100)
  list(names = names(f$coef), coef = unname(f$coef), var = unname(f$var), loglik = c(f$loglik.null, f$loglik)) }
cs <- function(t, code) { f <- coxph(Surv(d[[t]], d$cause == code) ~ age + g + size, d, eps = 1e-13); list(coef = unname(f$coef), var = unname(f$var)) }
out <- list(r = R.version.string, survival = as.character(packageVersion("survival")), cmprsk = as.character(packageVersion("cmprsk")))
for (t in c("time", "exact")) out[[t]] <- list(gray = tests(t), cuminc = curves(t), jackknife = jack(t), fine_gray = list(fg(t, 1), fg(t, 2)), cause_specific = list(cs(t, 1), cs(t, 2)))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "values.json")
writeLines(c(R.version.string, paste("survival", packageVersion("survival")), paste("cmprsk", packageVersion("cmprsk"))), "VERSIONS.txt")
