# R's side of the survival benchmark; survival.sh runs it beside ours on the same files.
#   Rscript survival.R gen DIR                 writes the data (little-endian binaries)
#   Rscript survival.R run DIR TASK VARIANT    times one task; prints task,variant,runs,cpu_s,wall_s,peak_MB,check
#   Rscript survival.R table CSV               prints the table of results
args <- commandArgs(TRUE)
mode <- args[1]
D <- args[2]
rdD <- function(name, n) { con <- file(file.path(D, name), "rb"); on.exit(close(con)); readBin(con, "double", n, 8L, endian = "little") }
rdI <- function(name, n) { con <- file(file.path(D, name), "rb"); on.exit(close(con)); readBin(con, "integer", n, 4L, endian = "little") }

if (mode == "gen") {
  wr <- function(x, name) { con <- file(file.path(D, name), "wb"); on.exit(close(con)); writeBin(x, con, endian = "little") }
  RNGkind("Mersenne-Twister", "Inversion", "Rejection")
  for (k in 4:7) { # four groups, exponential-like survival in days, and the same in whole days
    n <- 10^k; L <- paste0("1e", k); set.seed(1000 + k)
    g <- sample.int(4L, n, TRUE, c(.4, .3, .2, .1))
    te <- rweibull(n, 1.2, c(2, 1.6, 1.2, .9)[g]); tc <- runif(n, 0, 9.99)
    t <- pmin(te, tc) * 365.25; e <- as.integer(te <= tc)
    wr(t, paste0("km_", L, "_t")); wr(pmax(1, pmin(3650, ceiling(t))), paste0("km_", L, "_day")); wr(e, paste0("km_", L, "_e")); wr(g, paste0("km_", L, "_g"))
    wr(sample.int(as.integer(n * .6), n, TRUE), paste0("km_", L, "_id")) # several procedures of a patient
  }
  for (k in 4:6) { # 20 covariates; the models of 5 take the first five
    n <- 10^k; L <- paste0("1e", k); set.seed(2000 + k)
    X <- sapply(1:20, function(j) if (j %% 2) rnorm(n) else as.double(rbinom(n, 1, .3)))
    te <- (-log(runif(n)) * exp(-drop(X %*% rep_len(c(.5, -.4, .3, .2, -.1, 0, .05), 20))))^(1 / 1.3) * 800; tc <- runif(n, 0, 3650)
    t <- pmin(te, tc)
    wr(as.vector(X), paste0("cox_", L, "_X")); wr(t, paste0("cox_", L, "_t")); wr(pmax(1, ceiling(t)), paste0("cox_", L, "_day"))
    wr(as.integer(te <= tc), paste0("cox_", L, "_e")); wr(sample.int(as.integer(n * .6), n, TRUE), paste0("cox_", L, "_id"))
  }
  set.seed(3001) # bootstrap of the medians: 2 groups of 200, 1000 replicates
  g <- rep(1:2, each = 200L); te <- rexp(400, c(.06, .04)[g]); tc <- runif(400, 0, 60)
  wr(pmin(te, tc), "boot_t"); wr(as.integer(te <= tc), "boot_e"); wr(g, "boot_g")
  wr(as.vector(replicate(1000L, c(sample.int(200L, 200L, TRUE), 200L + sample.int(200L, 200L, TRUE)))), "boot_rows")
  set.seed(3002) # 10 000 small trials: 43 procedures, 3 groups
  te <- matrix(rexp(430000, .08), 43); tc <- matrix(runif(430000, 2, 40), 43)
  wr(as.vector(pmax(.1, round(pmin(te, tc), 1))), "sim_t"); wr(as.vector(1L * (te <= tc)), "sim_e"); wr(rep(rep_len(1:3, 43), 10000L), "sim_g")
  quit("no")
}

if (mode == "table") {
  r <- read.csv(args[2], colClasses = c(check = "character"))
  goals <- read.csv(args[3])
  num <- function(x) ifelse(is.na(x), "", ifelse(x >= 100, sprintf("%.0f", x), ifelse(x >= 10, sprintf("%.1f", x), ifelse(x >= 1, sprintf("%.2f", x), ifelse(x >= .0995, sprintf("%.3f", x), sprintf("%.4f", x))))))
  cat("| workload | n | R | CPU s, R | CPU s, ours | ratio | goal | met | wall s, ours | peak MB, R | peak MB, ours | R / ours |\n|---|--:|---|--:|--:|--:|--:|:-:|--:|--:|--:|--:|\n")
  for (i in seq_len(nrow(goals))) { g <- goals[i, ]
    a <- r[r$task == g$task & r$variant == g$r, ]; b <- r[r$task == g$task & r$variant == g$ours, ]
    if (!nrow(b)) next
    if (!nrow(a)) a <- data.frame(cpu_s = NA, peak_MB = NA, check = b$check) # R not run
    x <- as.numeric(strsplit(a$check, ";")[[1]]); y <- as.numeric(strsplit(b$check, ";")[[1]])
    if (g$r == "core") { x <- x[2]; y <- y[length(y)] } # no medians there
    if (length(x) != length(y) || any(abs(x - y) > 1e-5 * (1 + abs(x)))) stop("The results of ", g$task, " differ: ", a$check, " and ", b$check)
    q <- a$cpu_s / b$cpu_s
    cat(sprintf("| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %.0f | %s |\n", gsub(";", ",", g$label), sub("^.*_(1e[0-9])$", "\\1", ifelse(grepl("_1e[0-9]$", g$task), g$task, "")), g$call, num(a$cpu_s), num(b$cpu_s), num(q),
      ifelse(is.na(g$goal), "", paste("≥", g$goal)), ifelse(is.na(g$goal), "", ifelse(q >= g$goal, "yes", "**no**")), num(b$wall_s), ifelse(is.na(a$peak_MB), "", sprintf("%.0f", a$peak_MB)), b$peak_MB,
      num(a$peak_MB / max(b$peak_MB, 1)))) }
  cat("\nGrowth of Kaplan-Meier + log-rank with n (arrays):\n\n| times | n | CPU s | ns per row | ns per row and log2 n |\n|---|--:|--:|--:|--:|\n")
  for (kind in c("t", "day")) for (k in 4:7) { b <- r[r$task == sprintf("km_%s_1e%d", kind, k) & r$variant == "arrays", ]
    if (nrow(b)) cat(sprintf("| %s | 1e%d | %s | %.0f | %.1f |\n", ifelse(kind == "t", "continuous", "whole days"), k, num(b$cpu_s), b$cpu_s / 10^k * 1e9, b$cpu_s / 10^k * 1e9 / log2(10^k))) }
  quit("no")
}

suppressPackageStartupMessages(library(survival))
status <- function(key) as.numeric(sub("^.*?([0-9]+) kB.*$", "\\1", grep(key, readLines("/proc/self/status"), value = TRUE))) / 1024
median_of <- function(f) { q <- quantile(f, .5); as.vector(t(cbind(q$quantile, q$lower, q$upper))) }
km <- function(L, kind, variant) {
  n <- as.numeric(L); t <- rdD(paste0("km_", L, "_", kind), n); e <- rdI(paste0("km_", L, "_e"), n); g <- rdI(paste0("km_", L, "_g"), n); gf <- factor(g); st <- rep(1, n)
  if (variant == "core") function() {
    f <- survival:::survfitKM(gf, Surv(t, e), weights = st); d <- survival:::survdiff.fit(Surv(t, e), gf, st, 0)
    u <- (d$observed - d$expected)[-1]; c(sum(f$n.event), sum(solve(d$var[-1, -1], u) * u))
  } else function() c(median_of(survfit(Surv(t, e) ~ g)), survdiff(Surv(t, e) ~ g)$chisq)
}
cluster <- function(L, kind) {
  n <- as.numeric(L); t <- rdD(paste0("km_", L, "_", kind), n); e <- rdI(paste0("km_", L, "_e"), n); g <- rdI(paste0("km_", L, "_g"), n); id <- rdI(paste0("km_", L, "_id"), n)
  function() { f <- survfit(Surv(t, e) ~ g, cluster = id); sum(f$std.err[is.finite(f$std.err) & f$surv > 0]) }
}
cox <- function(L, p, kind, variant) {
  n <- as.numeric(L); X <- matrix(rdD(paste0("cox_", L, "_X"), n * p), n); colnames(X) <- paste0("x", 1:p)
  t <- rdD(paste0("cox_", L, "_", kind), n); e <- rdI(paste0("cox_", L, "_e"), n); id <- rdI(paste0("cox_", L, "_id"), n)
  df <- data.frame(t = t, e = e, X); f <- reformulate(colnames(X), quote(Surv(t, e))); y <- Surv(t, e); x1 <- X[, 1]
  switch(variant,
    fit = function() coxph.fit(X, y, NULL, NULL, NULL, coxph.control(), NULL, "efron", seq_len(n))$loglik[2],
    cluster = function() sqrt(coxph(f, df, cluster = id)$var[1, 1]),
    concordance = function() { k <- concordance(Surv(t, e) ~ x1); c(k$concordance, sqrt(k$var)) },
    function() coxph(f, df)$loglik[2])
}
task <- function(name, variant) {
  s <- strsplit(name, "_")[[1]]; L <- s[length(s)]
  switch(s[1],
    km = if (s[2] == "cluster") cluster(L, s[3]) else km(L, s[2], variant),
    cox = cox(L, as.integer(s[3]), s[4], if (s[2] == "cluster") "cluster" else variant),
    conc = cox(L, 1L, "t", "concordance"),
    boot = { t <- rdD("boot_t", 400); e <- rdI("boot_e", 400); g <- rdI("boot_g", 400); rows <- matrix(rdI("boot_rows", 4e5), 400)
      function() { m <- apply(rows, 2, function(i) { ti <- t[i]; ei <- e[i]; gi <- g[i]; quantile(survfit(Surv(ti, ei) ~ gi, conf.type = "none"), .5, conf.int = FALSE) }); rowSums(m) } },
    sim = { tt <- matrix(rdD("sim_t", 430000), 43); ee <- matrix(rdI("sim_e", 430000), 43); gg <- matrix(rdI("sim_g", 430000), 43)
      function() { p <- 0; for (k in 1:10000) { ti <- tt[, k]; ei <- ee[, k]; gi <- gg[, k]; p <- p + survdiff(Surv(ti, ei) ~ gi)$pvalue }; p } })
}
name <- args[3]; variant <- args[4]; runs <- as.integer(args[5])
if (grepl("_1e[5-7]$", name)) { warm <- task(sub("1e[5-7]$", "1e4", name), variant); for (i in 1:3) warm() }
f <- task(name, variant)
invisible(gc()); before <- status("VmRSS"); cat("5", file = "/proc/self/clear_refs")
cpu <- wall <- numeric(runs); peak <- 0
for (i in seq_len(runs)) {
  s <- system.time(check <- f()); cpu[i] <- s[["user.self"]] + s[["sys.self"]]; wall[i] <- s[["elapsed"]]
  if (i == 1) peak <- status("VmHWM") - before
  invisible(gc())
}
cat(sprintf("%s,%s,%d,%.5f,%.5f,%.0f,%s\n", name, variant, runs, median(cpu), median(wall), peak, paste(sprintf("%.12g", check), collapse = ";")))
