# Pooled estimates of R's mice on the lung data, 500 imputed data sets: a stochastic reference. Run: Rscript imputation.R <this folder>
# Three further columns are emptied by a rule of the row number and the outcome, so that numbers, a yes/no and levels are missing.
suppressMessages({library(mice); library(survival); library(jsonlite)})
here <- commandArgs(TRUE)[1]; P <- function(x) file.path(here, x)
d <- read.csv(P("lung.csv")); i <- seq_len(nrow(d))
d$age[i %% 5 == 2 & d$status == 1 | i %% 9 == 4] <- NA
d$female[i %% 6 == 3] <- NA
d$ecog[i %% 7 == 5 & d$time < 400] <- NA
d <- d[, c("time", "status", "age", "female", "ecog", "wt.loss")]
write.csv(d, P("lung_holes.csv"), row.names = FALSE, na = "", quote = TRUE)
d$ecog <- factor(d$ecog, levels = c("0", "1", "2+")); d$female <- factor(d$female)
d$hazard <- nelsonaalen(d, time, status)
predictors <- make.predictorMatrix(d); predictors[, "time"] <- 0
m <- mice(d, m = 500, maxit = 10, predictorMatrix = predictors, method = c("", "", "pmm", "logreg", "polyreg", "pmm", ""), seed = 20261127, printFlag = FALSE)
cox <- with(m, coxph(Surv(time, status) ~ age + female + ecog + wt.loss))
out <- function(p) { x <- p$pooled; list(names = as.character(x$term), estimate = x$estimate, within = x$ubar, between = x$b) }
meta <- list(made_with = paste(R.version.string, "mice", packageVersion("mice"), "survival", packageVersion("survival")), imputations = 500)
writeLines(toJSON(list(meta = meta, cox = out(pool(cox))), digits = 15, auto_unbox = TRUE, pretty = TRUE), P("imputation.json"))
