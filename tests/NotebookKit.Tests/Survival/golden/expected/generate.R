# Person-years, expected and relative survival with a table of population rates. Rscript generate.R beside this file: writes rates.csv, cohort.csv, values.json.
suppressPackageStartupMessages({library(survival); library(jsonlite)})
RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(20241129)
# an invented population: rates a year by age, sex and calendar year
ages <- 40:90; years <- 2000:2012
rates <- expand.grid(age = ages, sex = c("female", "male"), year = years, stringsAsFactors = FALSE)
rates$rate <- signif(with(rates, 2e-4 * exp(.095 * (age - 40)) * ifelse(sex == "male", 1.5, 1) * .98^(year - 2000)), 4)
write.csv(rates, "rates.csv", row.names = FALSE)
n <- 90
d <- data.frame(id = 1:n, g = sample(c("a", "b"), n, TRUE), sex = sample(c("female", "male"), n, TRUE), age = round(runif(n, 42, 85), 2), year = round(runif(n, 2000.1, 2006.9), 3))
t <- rexp(n, .12 * ifelse(d$g == "b", 1.5, 1)); cens <- pmin(2010 - d$year, 8)
d$days <- pmax(1, round(pmin(t, cens) * 365.25)); d$dead <- as.integer(t < cens)
d$entry <- ifelse(runif(n) < .3, floor(d$days / 3), 0)
write.csv(d, "cohort.csv", row.names = FALSE); d <- read.csv("cohort.csv")
# R's rate tables count days
y <- 365.25
tab <- array(rates$rate / y, c(length(ages), 2, length(years)), list(ages, c("female", "male"), years))
attributes(tab) <- c(attributes(tab), list(dimid = c("age", "sex", "year"), type = c(2, 1, 2), cutpoints = list(ages * y, NULL, years * y)))
class(tab) <- "ratetable"
d$ageday <- d$age * y; d$yearday <- d$year * y
at <- c(365, 1000, 1826, 2500)
map <- quote(list(age = ageday, sex = sex, year = yearday))
pick <- function(s, v) sapply(at, function(t) { k <- which(s$time <= t + 1e-9); v[max(k)] })
ed1 <- survexp(~ g, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, times = at, method = "ederer")
ed2 <- survexp(Surv(days, dead) ~ g, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, times = at, method = "conditional")
ind <- survexp(days ~ 1, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, method = "individual.h")
py <- pyears(Surv(days, dead) ~ g, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, scale = y)
band <- tcut(d$age * y, c(0, 60, 70, 80, 120) * y, labels = c("<60", "60-69", "70-79", "80+"))
pb <- pyears(Surv(days, dead) ~ band + g, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, scale = y)
late <- pyears(Surv(entry, days, dead) ~ g, d, rmap = list(age = ageday, sex = sex, year = yearday), ratetable = tab, scale = y)
km <- summary(survfit(Surv(days, dead) ~ g, d), times = at, extend = TRUE)
out <- list(times = at, ederer1 = unname(ed1$surv), ederer2 = unname(ed2$surv), individual = unname(ind),
  pyears = list(py = unname(py$pyears), n = unname(py$n), event = unname(py$event), expected = unname(py$expected)),
  bands = list(names = dimnames(pb$pyears)[[1]], py = unname(pb$pyears), event = unname(pb$event), expected = unname(pb$expected)),
  late = list(py = unname(late$pyears), event = unname(late$event), expected = unname(late$expected)),
  km = list(strata = as.character(km$strata), surv = km$surv, se = km$std.err, time = km$time))
write(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null"), "values.json")
writeLines(c(R.version.string, paste("survival", packageVersion("survival"))), "VERSIONS.txt")
