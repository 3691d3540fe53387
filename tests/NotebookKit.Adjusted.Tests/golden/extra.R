# Reference values of adjusted analysis that the pack made by make_public.R lacks. Run: Rscript extra.R <this folder>
# LASSO (folds given), conditional logistic, Poisson and negative binomial rates, linear, Fine-Gray, values at the exact maximum.
suppressMessages({library(survival); library(MASS); library(jsonlite); library(glmnet); library(cmprsk)})
here <- commandArgs(TRUE)[1]; P <- function(x) file.path(here, x)
GC <- glm.control(epsilon = 1e-15, maxit = 200); CC <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)
b <- read.csv(P("birthwt.csv")); b$race <- factor(b$race, levels = c("white", "black", "other")); b$visits <- factor(b$visits, levels = c("0", "1", "2+"))
l <- read.csv(P("lung.csv")); l$ecog <- factor(l$ecog, levels = c("0", "1", "2+"))
out <- list()
# 1 glm takes its covariance from the working weights of the last but one step; here at the maximum
X <- model.matrix(low ~ age + smoke * race, b); be <- rep(0, ncol(X)); for (i in 1:40) { mu <- plogis(drop(X %*% be)); I <- crossprod(X, X * (mu * (1 - mu))); be <- be + solve(I, crossprod(X, b$low - mu)) }
mu <- plogis(drop(X %*% be)); out$logit_interaction_se <- unname(sqrt(diag(solve(crossprod(X, X * (mu * (1 - mu)))))))
# 2 Firth on the first 40 rows (no event): the likelihood is flat, the pack's iteration stopped early; here Newton with numerical curvature until the score is 0
d <- b[1:40, ]; X <- model.matrix(low ~ age + ht + ui, d); Y <- d$low
U <- function(be) { mu <- plogis(drop(X %*% be)); W <- mu * (1 - mu); I <- crossprod(X, X * W); h <- rowSums((X %*% solve(I)) * X) * W; drop(crossprod(X, Y - mu + h * (.5 - mu))) }
pl <- function(be) { e <- drop(X %*% be); mu <- plogis(e); sum(Y * e - log1p(exp(e))) + .5 * as.numeric(determinant(crossprod(X, X * (mu * (1 - mu))))$modulus) }
sc <- c(1, 24, 1, 1); solve_firth <- function(start, fixed = 0, value = 0) { be <- start; free <- setdiff(1:4, fixed); if (fixed) be[fixed] <- value
  for (i in 1:200) { J <- sapply(1:4, function(j) { h <- 1e-5 / sc[j]; a <- z <- be; a[j] <- a[j] + h; z[j] <- z[j] - h; (U(a) - U(z)) / (2 * h) }); J <- (J + t(J)) / 2; u <- U(be); s <- rep(0, 4); s[free] <- solve(-J[free, free], u[free]); k <- 1; while (k < 40 && !(pl(be + s) >= pl(be) - 1e-13)) { s <- s / 2; k <- k + 1 }; be <- be + s; if (max(abs(s * sc)) < 1e-12) break }; be }
start <- c(-4.28544831111933, 0.0247188596066834, 2.64302165736039, 1.24403414086947); m <- solve_firth(start); mu <- plogis(drop(X %*% m)); se <- unname(sqrt(diag(solve(crossprod(X, X * (mu * (1 - mu)))))))
prof <- function(j) { g <- function(v, s) 2 * (pl(m) - pl(solve_firth(s, j, v))) - qchisq(.95, 1); side <- function(sgn) { a <- m[j]; s <- m; step <- se[j]; for (i in 1:60) { z <- a + sgn * step / 2; s2 <- solve_firth(s, j, z); if (2 * (pl(m) - pl(s2)) > qchisq(.95, 1)) return(uniroot(function(v) g(v, s), sort(c(a, z)), tol = 1e-12)$root); a <- z; s <- s2 }; NA }; c(side(-1), side(1)) }
lim <- t(sapply(1:4, prof)); out$firth_40 <- list(coef = unname(m), se = se, penalized_log_likelihood = pl(m), lower = exp(lim[, 1]), upper = exp(lim[, 2]), p = sapply(1:4, function(j) pchisq(2 * (pl(m) - pl(solve_firth(m, j, 0))), 1, lower = FALSE)), score = max(abs(U(m))))
# 3 conditional logistic regression: five matched sets' worth of neighbours, 1:1 to 3:5
data(infert); inf <- infert[, c("stratum", "case", "spontaneous", "induced", "age", "parity")]; write.csv(inf, P("infert.csv"), row.names = FALSE, quote = FALSE)
cl <- function(f, d) { m <- clogit(f, d, method = "exact", control = CC); s <- sqrt(diag(vcov(m))); list(coef = unname(coef(m)), se = unname(s), log_likelihood = m$loglik[2], log_likelihood_null = m$loglik[1], lr = 2 * diff(m$loglik)) }
out$clogit <- cl(case ~ spontaneous + induced + strata(stratum), inf)
b$set <- (seq_len(nrow(b)) - 1) %% 21; out$clogit_many <- cl(low ~ age + smoke + ht + strata(set), b)
# 4 counts with an offset
data(quine); q <- quine; q$weeks <- 10 + (seq_len(nrow(q)) %% 4) * 5; write.csv(q, P("quine.csv"), row.names = FALSE, quote = TRUE)
po <- glm(Days ~ Eth + Sex + Lrn + offset(log(weeks)), poisson, q, control = GC); out$poisson <- list(coef = unname(coef(po)), se = unname(sqrt(diag(vcov(po)))), log_likelihood = as.numeric(logLik(po)), lr = drop1(po, test = "LRT")$LRT[-1])
# glm.nb stops theta at a change of 1e-4; here theta is the root of its score and both alternate until nothing moves
nbr <- function(f) { th <- glm.nb(f, q)$theta; for (i in 1:60) { m <- glm(f, negative.binomial(th), q, control = GC); mu <- fitted(m); y <- q$Days; new <- uniroot(function(t) sum(digamma(y + t) - digamma(t) + log(t) + 1 - log(t + mu) - (y + t) / (t + mu)), th * c(.5, 2), tol = 1e-14)$root; if (abs(new - th) < 1e-14) break; th <- new }; list(coef = coef(m), V = summary(m, dispersion = 1)$cov.scaled, theta = th, ll = sum(dnbinom(q$Days, size = th, mu = fitted(m), log = TRUE))) }
nb <- nbr(Days ~ Eth + Sex + Lrn + offset(log(weeks))); L <- function(f) nbr(f)$ll
out$negative_binomial <- list(coef = unname(nb$coef), se = unname(sqrt(diag(nb$V))), theta = nb$theta, log_likelihood = nb$ll, lr = 2 * (nb$ll - c(L(Days ~ Sex + Lrn + offset(log(weeks))), L(Days ~ Eth + Lrn + offset(log(weeks))), L(Days ~ Eth + Sex + offset(log(weeks))))))
# 5 linear
lm1 <- lm(bwt ~ age + lwt + race + smoke + ht + ui, b); s <- summary(lm1)$coefficients; ci <- confint(lm1); dr <- drop1(lm1, test = "F"); out$linear <- list(coef = unname(s[, 1]), se = unname(s[, 2]), t = unname(s[, 3]), p = unname(s[, 4]), lower = unname(ci[, 1]), upper = unname(ci[, 2]), F = dr$`F value`[-1], F_p = dr$`Pr(>F)`[-1], sigma = summary(lm1)$sigma, log_likelihood = as.numeric(logLik(lm1)), aic = AIC(lm1), bic = BIC(lm1))
# 6 Fine-Gray: deaths beyond 300 days of the lung data counted as another cause
k <- l[complete.cases(l[, c("age", "female", "ecog")]), ]; k$cause <- ifelse(k$status == 0, 0, ifelse(k$time > 300, 2, 1)); XX <- model.matrix(~ age + female + ecog, k)[, -1]; fg <- crr(k$time, k$cause, XX, failcode = 1, cencode = 0, gtol = 1e-12, maxiter = 100)
w <- function(j) drop(fg$coef[j] %*% solve(fg$var[j, j, drop = FALSE], fg$coef[j])); out$fine_gray <- list(coef = unname(fg$coef), se = sqrt(diag(fg$var)), wald = c(w(1), w(2), w(3:4)))
# 7 LASSO: penalty path, coefficients and cross-validated deviance with folds row mod 10
TH <- 1e-14; lasso <- function(x, y, family, lam) { foldid <- (seq_len(nrow(x)) - 1) %% 10 + 1; g <- glmnet(x, y, family = family, lambda = lam, thresh = TH, maxit = 1e7, cox.ties = "breslow")
  full <- glmnet(x, y, family = family, thresh = 1e-12, maxit = 1e7); cv <- cv.glmnet(x, y, family = family, lambda = full$lambda, foldid = foldid, thresh = 1e-12, maxit = 1e7, type.measure = "deviance")
  list(lambda = lam, coef = unname(as.matrix(coef(g))), lambda_max = full$lambda[1], path = full$lambda[1:20], cv_lambda = cv$lambda, cvm = cv$cvm, cvsd = cv$cvsd, lambda_min = cv$lambda.min, lambda_1se = cv$lambda.1se) }
xb <- model.matrix(~ age + lwt + race + smoke + ptd + ht + ui + visits, b)[, -1]; out$lasso_logistic <- tryCatch(lasso(xb, b$low, "binomial", c(.1, .05, .02, .005)), error = function(e) { message(e); NULL })
kk <- l[complete.cases(l[, c("age", "female", "ecog", "ph.karno", "pat.karno", "wt.loss")]), ]; kk$time <- kk$time + seq_len(nrow(kk)) * 2^-20; xc <- model.matrix(~ age + female + ecog + ph.karno + pat.karno + wt.loss, kk)[, -1]
# times made distinct: among tied times glmnet 4.1 maximises something other than the Breslow likelihood (score off by 0.1 to 5 % at its solution)
lassoc <- function(lam) { S <- Surv(kk$time, kk$status); g <- glmnet(xc, S, family = "cox", lambda = lam, thresh = TH, maxit = 1e7); foldid <- (seq_len(nrow(xc)) - 1) %% 10 + 1; full <- glmnet(xc, S, family = "cox", thresh = 1e-12, maxit = 1e7); cv <- cv.glmnet(xc, S, family = "cox", lambda = full$lambda, foldid = foldid, thresh = 1e-12, maxit = 1e7)
  list(lambda = lam, coef = unname(as.matrix(coef(g))), lambda_max = full$lambda[1], path = full$lambda[1:20], cv_lambda = cv$lambda, cvm = cv$cvm, cvsd = cv$cvsd, lambda_min = cv$lambda.min, lambda_1se = cv$lambda.1se) }
out$lasso_cox <- lassoc(c(.1, .05, .02, .005))
out$made_with <- c(list(R = as.character(getRversion())), sapply(c("survival", "MASS", "glmnet", "cmprsk"), function(x) as.character(packageVersion(x)), simplify = FALSE))
writeLines(toJSON(out, digits = I(17), auto_unbox = TRUE, na = "null", matrix = "rowmajor", pretty = 1), P("extra.json"))
