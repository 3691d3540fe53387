# Variance over matched sets and patients after matching with replacement (Cameron, Gelbach and Miller 2011). Run: Rscript twoway.R <this folder>
# Means: sandwich::vcovCL on one row per patient and set. Cox: dfbeta of the weighted model, shared among the sets of a control by weight.
suppressMessages({library(sandwich); library(survival); library(jsonlite)})
here <- commandArgs(TRUE)[1]; P <- function(x) file.path(here, x)
one <- function(file) {
  j <- fromJSON(P(paste0(file, ".json")), simplifyVector = FALSE)$analyses[[1]]
  m <- Filter(function(x) isTRUE(x$replace), j$matching)[[1]]
  d <- read.csv(P(paste0(file, ".csv"))); d <- d[complete.cases(d), ]; rownames(d) <- NULL
  t <- unlist(m$treated_row); c <- unlist(m$control_row); k <- ave(t, t, FUN = length)
  rows <- rbind(data.frame(row = unique(t), set = unique(t), w = 1), data.frame(row = c, set = t, w = 1 / k))
  list(d = d, rows = rows, treat = j$treatment)
}
a <- one("lalonde"); e <- cbind(a$d[a$rows$row, ], a$rows)
f <- lm(re78 ~ treat, e, weights = w)
se <- function(cl) sqrt(vcovCL(f, cluster = cl, type = "HC0", cadj = FALSE, multi0 = FALSE)["treat", "treat"])
out <- list(meta = list(made_with = paste(R.version.string, "sandwich", packageVersion("sandwich"), "survival", packageVersion("survival"))),
  lalonde = list(estimate = unname(coef(f)["treat"]), by_patient = se(~ row), by_set = se(~ set), two_way = se(~ set + row)))
b <- one("rotterdam_nodes"); d <- b$d; d$w <- 0; s <- tapply(b$rows$w, b$rows$row, sum); d$w[as.integer(names(s))] <- s; d$row <- seq_len(nrow(d)); d <- d[d$w > 0, ]
fit <- coxph(as.formula(paste("Surv(time, event) ~", b$treat)), d, weights = w, robust = TRUE, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100))
u <- residuals(fit, "dfbeta", weighted = TRUE); names(u) <- d$row
part <- u[as.character(b$rows$row)] * b$rows$w / d$w[match(b$rows$row, d$row)]
v <- c(patient = sum(u^2), set = sum(rowsum(part, b$rows$set)^2), both = sum(part^2))
out$rotterdam_nodes <- list(estimate = unname(coef(fit)), by_patient = sqrt(v[["patient"]]), by_set = sqrt(v[["set"]]), two_way = sqrt(v[["patient"]] + v[["set"]] - v[["both"]]))
writeLines(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), P("twoway.json"))
