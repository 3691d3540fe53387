# Standard error of the working correlation by the sandwich of the stacked equations, derivatives taken numerically. Run: Rscript gee_correlation.R <this folder>
# geepack 1.3.9 scales the derivative of the squared residuals twice and pairs each residual with its own derivative instead of the other's.
suppressMessages({library(geepack); library(jsonlite); library(numDeriv)})
here <- commandArgs(TRUE)[1]; P <- function(x) file.path(here, x)
j <- fromJSON(P("respiratory.json"), simplifyVector = FALSE); lev <- j$meta$factor_levels[["respiratory.csv"]]
d <- read.csv(P("respiratory.csv")); for (v in names(lev)) d[[v]] <- factor(d[[v]], levels = unlist(lev[[v]]))
d$.id <- as.integer(factor(d$id, levels = unique(d$id))); d <- d[order(d$.id), ]
one <- function(call, cs) {
  f <- as.formula(call); g <- geeglm(f, binomial, d, id = .id, corstr = cs, control = geese.control(epsilon = 1e-13, maxit = 500))
  X <- model.matrix(f, d); Y <- model.response(model.frame(f, d)); G <- split(seq_len(nrow(d)), d$.id); p <- ncol(X)
  theta <- c(coef(g), g$geese$gamma, g$geese$alpha)
  U <- function(th, i) { b <- th[1:p]; phi <- th[p + 1]; a <- th[p + 2]; mu <- plogis(drop(X[i, , drop = FALSE] %*% b)); v <- mu * (1 - mu); r <- (Y[i] - mu) / sqrt(v); m <- length(i)
    lag <- abs(outer(1:m, 1:m, "-")); R <- if (cs == "ar1") a^lag else { M <- matrix(a, m, m); diag(M) <- 1; M }
    E <- if (cs == "ar1") ifelse(lag > 0, lag * a^(lag - 1), 0) else 1 * (lag > 0); up <- upper.tri(R)
    c(drop(t(sqrt(v) * X[i, , drop = FALSE]) %*% solve(R, r)), sum(r^2 - phi), sum((E * (outer(r, r) / phi - R))[up])) }
  B <- Reduce(`+`, lapply(G, function(i) tcrossprod(U(theta, i)))); total <- function(th) Reduce(`+`, lapply(G, function(i) U(th, i)))
  A <- jacobian(total, theta)
  # as geepack, the working blocks are expected ones: coefficients by themselves, and the square of the derivative of the correlation
  A[1:p, ] <- 0; mu <- fitted(g); A[1:p, 1:p] <- -Reduce(`+`, lapply(G, function(i) { m <- length(i); lag <- abs(outer(1:m, 1:m, "-")); a <- theta[p + 2]; R <- if (cs == "ar1") a^lag else { M <- matrix(a, m, m); diag(M) <- 1; M }; D <- sqrt(mu[i] * (1 - mu[i])) * X[i, , drop = FALSE]; t(D) %*% solve(R, D) }))
  A[p + 2, p + 2] <- -sum(sapply(G, function(i) { m <- length(i); lag <- abs(outer(1:m, 1:m, "-")); a <- theta[p + 2]; E <- if (cs == "ar1") lag * a^(lag - 1) else 1 * (lag > 0); sum(E[upper.tri(E)]^2) }))
  V <- solve(A) %*% B %*% t(solve(A)); sqrt(V[p + 2, p + 2])
}
calls <- sapply(Filter(function(a) a$kind == "clustered_logistic", j$analyses), function(a) a$call)
out <- list(meta = list(made_with = paste(R.version.string, "geepack", packageVersion("geepack"), "numDeriv", packageVersion("numDeriv"))), alpha_se = lapply(calls, function(cl) list(exchangeable = one(cl, "exchangeable"), ar1 = one(cl, "ar1"))))
writeLines(toJSON(out, digits = 15, auto_unbox = TRUE, pretty = TRUE), P("gee_correlation.json"))
