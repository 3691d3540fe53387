# R's p.adjust on small, tied, missing and long vectors
cases <- list(
  I(c(0.01, 0.02, 0.03, 0.04, 0.05)),
  I(c(0.05, 0.01, 0.01, 0.9, 1, 0, 0.3)),
  I(c(0.04, NA, 0.2, 0.001, NA)),
  I(0.03),
  I(c(0.02, 0.021)),
  I(runif(40)^2))
methods <- c("none", "bonferroni", "holm", "hochberg", "hommel", "BH", "BY")
save("p-adjust", lapply(cases, function(p) c(
  list(p = p),
  setNames(lapply(methods, function(m) I(p.adjust(p, m))), methods),
  list(larger_n = 50, larger = setNames(lapply(methods, function(m) I(p.adjust(p, m, n = 50))), methods)))))
