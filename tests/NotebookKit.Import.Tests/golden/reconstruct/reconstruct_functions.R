# Individual times from a digitised Kaplan-Meier curve; own code, written from the published equations.
# The rules are stated in src/NotebookKit.Import/Published/decisions.md; step numbers there and here are the same.
suppressMessages({ library(survival); library(jsonlite) })

# Pool adjacent violators, non-increasing, equal weights.
pava_down <- function(y) {
  value <- numeric(0); weight <- numeric(0)
  for (v in y) {
    value <- c(value, v); weight <- c(weight, 1)
    while (length(value) > 1 && value[length(value) - 1] < value[length(value)]) {
      k <- length(value); w <- weight[k - 1] + weight[k]
      value[k - 1] <- (value[k - 1] * weight[k - 1] + value[k] * weight[k]) / w; weight[k - 1] <- w
      value <- value[-k]; weight <- weight[-k]
    }
  }
  rep(value, weight)
}

# Steps 1-4: the click series that the solver sees.
prepare <- function(t, s, risk_t = numeric(0), percent = NULL, monotone = "isotonic", method = "counts") {
  keep <- is.finite(t) & is.finite(s); t <- t[keep]; s <- s[keep]
  if (is.null(percent)) percent <- max(s) > 1.5
  if (percent) s <- s / 100
  t <- pmax(t, 0); s <- pmin(pmax(s, 0), 1)
  o <- order(t, -s, method = "radix"); t <- t[o]; s <- s[o]
  dup <- c(FALSE, t[-1] == t[-length(t)] & s[-1] == s[-length(s)]); t <- t[!dup]; s <- s[!dup]
  raw <- s
  s <- if (monotone == "isotonic") pava_down(s) else cummin(s)
  correction <- max(abs(s - raw))
  if (t[1] > 0 || s[1] < 1) { t <- c(0, t); s <- c(1, s) }
  for (r in risk_t) if (!any(t == r)) {                       # a point at every printed time
    k <- sum(t < r); a <- s[k]
    if (method == "counts" && k < length(t)) a <- s[k] + (s[k + 1] - s[k]) * (r - t[k]) / (t[k + 1] - t[k])
    t <- append(t, r, k); s <- append(s, a, k)
  }
  list(t = t, s = s, percent = percent, correction = correction)
}

# Steps 5-6: one interval of clicks lo..hi with n at risk before lo; c censored times evenly in (from, to).
# most: events that the printed numbers leave room for.
walk <- function(t, s, lo, hi, n, S, c, from, to, most = Inf) {
  tau <- if (c > 0) from + seq_len(c) * (to - from) / (c + 1) else numeric(0)
  if (hi < lo) return(list(d = integer(0), cen = integer(0), n = integer(0), S = numeric(0), n_end = n, S_end = S, tau = numeric(0), early = 0L))
  slot <- if (c > 0) findInterval(tau, t[lo:hi]) else integer(0)      # last click at or before tau; 0 = before the first
  early <- sum(slot == 0); n <- n - early
  m <- hi - lo + 1; d <- integer(m); cen <- integer(m); nn <- integer(m); SS <- numeric(m); kept <- rep(TRUE, length(tau))
  for (i in seq_len(m)) {
    k <- lo + i - 1; nn[i] <- n
    if (k > 1 && n > 0 && S > 0) {
      d[i] <- as.integer(min(n, most, max(0, round(n * (1 - s[k] / S)))))
      most <- most - d[i]
      S <- S * (1 - d[i] / n)
    }
    here <- which(slot == i); free <- n - d[i]
    if (length(here) > free) { kept[here[-seq_len(max(free, 0))]] <- FALSE; if (free <= 0) kept[here] <- FALSE; here <- here[kept[here]] }
    cen[i] <- length(here); n <- n - d[i] - cen[i]; SS[i] <- S
  }
  list(d = d, cen = cen, n = nn, S = SS, n_end = n, S_end = S, tau = tau[kept], early = early)
}

# Steps 5-8. risk: data.frame(time, n) with the first time 0 (n = N), or N alone; events: printed total or NA.
# method "counts": printed numbers at risk win over the curve, events lie in the gap before the click; "guyot": as published in 2012.
reconstruct <- function(t, s, risk = NULL, N = NULL, events = NA, percent = NULL, monotone = "isotonic", method = "counts") {
  if (is.null(risk)) risk <- data.frame(time = 0, n = N)
  stopifnot(risk$time[1] == 0, all(diff(risk$time) > 0), all(diff(risk$n) <= 0))
  z <- which(risk$n == 0); if (length(z) > 1) risk <- risk[seq_len(z[1]), ]
  p <- prepare(t, s, risk$time, percent, monotone, method); t <- p$t; s <- p$s; K <- length(t); J <- nrow(risk)
  lo <- sapply(risk$time, function(r) which(t >= r)[1]); hi <- c(lo[-1] - 1, K)
  if (method == "counts" && J > 1) { hi[-J] <- sapply(risk$time[-1], function(r) which(t == r)[1]); lo <- c(1, hi[-J] + 1) }
  n <- risk$n[1]; S <- 1; out <- NULL; cens <- numeric(0); cuts <- integer(J); n_hat <- integer(J); ev <- integer(J)
  walk_to <- function(j, c, to) walk(t, s, lo[j], hi[j], n, S, c, risk$time[j], to, if (method == "counts" && j < J) max(0, n - risk$n[j + 1] - c) else Inf)
  take <- function(w, j) {
    if (hi[j] >= lo[j]) out <<- rbind(out, data.frame(t = t[lo[j]:hi[j]], s = s[lo[j]:hi[j]], n = w$n, d = w$d, c = w$cen, S = w$S))
    cens <<- c(cens, w$tau); cuts[j] <<- length(w$tau); ev[j] <<- sum(w$d); n_hat[j] <<- n; n <<- w$n_end; S <<- w$S_end
  }
  # fewest patients missed, then (method counts) least squared distance from the clicks, then nearest to c0, then smallest
  best <- function(tried, c0) {
    ok <- which(tried[1, ] == min(tried[1, ]))
    if (method == "counts") ok <- ok[tried[2, ok] <= min(tried[2, ok]) + 1e-12]
    ok <- ok - 1; ok <- ok[abs(ok - c0) == min(abs(ok - c0))]; min(ok)
  }
  squares <- function(w, j) if (hi[j] >= lo[j]) sum((w$S - s[lo[j]:hi[j]])^2) else 0
  for (j in seq_len(J - 1)) {
    c0 <- max(0, round(n * s[which(t == risk$time[j + 1])[1]] / s[which(t == risk$time[j])[1]] - risk$n[j + 1])); if (!is.finite(c0)) c0 <- 0
    room <- if (method == "counts") max(0, n - risk$n[j + 1]) else n
    tried <- sapply(0:room, function(c) { w <- walk_to(j, c, risk$time[j + 1]); c(abs(w$n_end - risk$n[j + 1]), squares(w, j)) })
    take(walk_to(j, best(tried, c0), risk$time[j + 1]), j)
  }
  j <- J; left <- if (is.na(events)) NA else max(0, events - sum(ev))
  len <- t[K] - risk$time[J]
  rate <- if (J > 1) sum(cuts[seq_len(J - 1)]) / risk$time[J] else 0
  c0 <- min(n, round(rate * len))
  if (is.na(left)) c <- if (J > 1) c0 else 0
  else if (J > 1 && left == 0 && sum(ev) >= events) c <- NA                     # printed total already reached
  else { tried <- sapply(0:n, function(c) { w <- walk_to(j, c, t[K]); c(abs(sum(w$d) - left), squares(w, j)) }); c <- best(tried, c0) }
  if (is.na(c)) { m <- max(0, hi[j] - lo[j] + 1); take(list(d = integer(m), cen = integer(m), n = rep(n, m), S = rep(S, m), n_end = n, S_end = S, tau = numeric(0), early = 0L), j) }
  else take(walk_to(j, c, t[K]), j)
  end <- n
  before <- c(out$t[1], out$t[-K])
  at_event <- if (method == "counts") unlist(lapply(which(out$d > 0), function(k) before[k] + (out$t[k] - before[k]) * (seq_len(out$d[k]) - 0.5) / out$d[k])) else rep(out$t, out$d)
  time <- c(at_event, cens, rep(t[K], end)); event <- c(rep(1L, sum(out$d)), rep(0L, length(cens) + end))
  o <- order(time, -event, method = "radix")
  res <- data.frame(time = time[o], event = event[o])
  f <- survfit(Surv(time, event) ~ 1, res); last <- !duplicated(out$t, fromLast = TRUE)
  e <- (stepfun(f$time, c(1, f$surv))(out$t) - out$s)[last]
  printed <- data.frame(time = risk$time, printed = risk$n, rebuilt = sapply(risk$time, function(r) sum(res$time >= r)), events = ev, censored = cuts)
  list(data = res, clicks = out, intervals = printed, end_censored = end, correction = p$correction, percent = p$percent,
       rmse = sqrt(mean(e^2)), mean_abs = mean(abs(e)), max_abs = max(abs(e)), events = sum(ev), events_printed = events,
       risk_off = max(abs(printed$printed - printed$rebuilt)))
}

# A digitiser: a grid of `points` along the axis (or the corners of the steps) with errors of both coordinates.
digitise <- function(fit, points = 120, sd_s = 0.002, sd_t = 0.0005, corners = FALSE, percent = FALSE) {
  end <- max(fit$time); step <- stepfun(fit$time, c(1, fit$surv))
  if (corners) {
    e <- which(fit$n.event > 0); t <- c(0, rep(fit$time[e], each = 2), end)
    s <- c(1, as.vector(rbind(c(1, fit$surv[e])[seq_along(e)], fit$surv[e])), fit$surv[length(fit$surv)])
  } else { t <- seq(0, end, length.out = points); s <- step(t) }
  if (sd_s > 0) { s <- s + rnorm(length(s), 0, sd_s); t <- t + rnorm(length(t), 0, sd_t * end) }
  s <- round(if (percent) 100 * s else s, if (percent) 2 else 4); t <- pmax(0, round(t, 3))
  data.frame(t = t, s = s)
}

statistics <- function(d, at) {
  by_arm <- lapply(split(d, d$arm), function(a) {
    f <- survfit(Surv(time, event) ~ 1, a, conf.type = "log"); q <- quantile(f, 0.5)
    r <- summary(f, times = at, extend = TRUE)
    list(n = nrow(a), events = sum(a$event), median = unname(q$quantile), median_lower = unname(q$lower), median_upper = unname(q$upper),
         survival = r$surv, n_risk = sapply(at, function(x) sum(a$time >= x)), rmst_time = max(at), rmst = unname(summary(f, rmean = max(at))$table["rmean"]))
  })
  out <- list(arms = by_arm)
  if (length(by_arm) > 1) {
    d$arm <- factor(d$arm, levels = unique(d$arm)); cx <- summary(coxph(Surv(time, event) ~ arm, d)); lr <- survdiff(Surv(time, event) ~ arm, d)
    out$hazard_ratio <- lapply(seq_len(nrow(cx$coefficients)), function(i) list(arm = levels(d$arm)[i + 1], reference = levels(d$arm)[1],
      log_hr = unname(cx$coefficients[i, 1]), se = unname(cx$coefficients[i, 3]), hr = unname(cx$conf.int[i, 1]), lower = unname(cx$conf.int[i, 3]), upper = unname(cx$conf.int[i, 4]), p = unname(cx$coefficients[i, 5])))
    out$logrank <- list(chi2 = lr$chisq, df = length(lr$n) - 1, p = pchisq(lr$chisq, length(lr$n) - 1, lower.tail = FALSE))
  }
  out
}

# How far the rebuilt data lie from the true ones.
distance <- function(true, rebuilt, dt, dr) {
  arms <- lapply(names(true$arms), function(a) {
    x <- subset(dt, arm == a); y <- subset(dr, arm == a)
    fx <- survfit(Surv(time, event) ~ 1, x); fy <- survfit(Surv(time, event) ~ 1, y)
    g <- seq(0, max(x$time), length.out = 1001)
    e <- stepfun(fx$time, c(1, fx$surv))(g) - stepfun(fy$time, c(1, fy$surv))(g)
    list(arm = a, rmse = sqrt(mean(e^2)), mean_abs = mean(abs(e)), max_abs = max(abs(e)),
         median = rebuilt$arms[[a]]$median - true$arms[[a]]$median, survival = max(abs(rebuilt$arms[[a]]$survival - true$arms[[a]]$survival)),
         events = rebuilt$arms[[a]]$events - true$arms[[a]]$events, rmst = rebuilt$arms[[a]]$rmst - true$arms[[a]]$rmst)
  })
  out <- list(arms = arms)
  if (!is.null(true$hazard_ratio)) {
    out$log_hr <- sapply(seq_along(true$hazard_ratio), function(i) rebuilt$hazard_ratio[[i]]$log_hr - true$hazard_ratio[[i]]$log_hr)
    out$log_hr_in_se <- sapply(seq_along(true$hazard_ratio), function(i) out$log_hr[i] / true$hazard_ratio[[i]]$se)
    out$log10_p <- log10(rebuilt$logrank$p) - log10(true$logrank$p)
  }
  out
}

# Acceptable distance of any sound implementation from the truth. NULL where the information given allows no bound (variants events, none).
acceptable <- function(variant, true, axis) {
  if (variant %in% c("events", "none")) return(NULL)
  n <- sapply(true$arms, `[[`, "n"); loose <- variant %in% c("coarse", "guyot"); small <- min(n) < 50
  list(survival_rmse = as.list(if (loose) 0.015 + 0.6 / n else 0.010 + 0.45 / n), events = as.list(pmax(2, ceiling(0.04 * sapply(true$arms, `[[`, "events")))),
       log_hr_in_se = if (small && loose) 0.60 else if (small || loose) 0.35 else 0.20, true_survival_at_rebuilt_median = as.list((if (loose) 0.05 else 0.03) + 1 / n),
       risk_off = if (variant == "guyot") NULL else 0)
}
within <- function(ok, d, true, rebuilt, data, per_arm) {
  if (is.null(ok)) return(NULL)
  med <- sapply(names(true$arms), function(a) { m <- rebuilt$arms[[a]]$median; if (is.na(m)) return(is.na(true$arms[[a]]$median))
    f <- survfit(Surv(time, event) ~ 1, subset(data, arm == a)); v <- stepfun(f$time, c(1, f$surv)); min(abs(c(v(m), v(m - 1e-9)) - 0.5), if (v(m) <= 0.5 && v(m - 1e-9) >= 0.5) 0 else 1) <= ok$true_survival_at_rebuilt_median[[a]] })
  all(mapply(function(x, b) x$rmse <= b, d$arms, ok$survival_rmse), mapply(function(x, b) abs(x$events) <= b, d$arms, ok$events),
      abs(d$log_hr_in_se) <= ok$log_hr_in_se, med, is.null(ok$risk_off) || all(sapply(per_arm, `[[`, "risk_off") == 0))
}

variants <- list(
  full    = list(risk = TRUE,  events = TRUE),
  risk    = list(risk = TRUE,  events = FALSE),
  events  = list(risk = FALSE, events = TRUE),
  none    = list(risk = FALSE, events = FALSE),
  percent = list(risk = TRUE,  events = TRUE, percent = TRUE, sd_s = 0.008),
  corners = list(risk = TRUE,  events = TRUE, corners = TRUE, sd_s = 0),
  coarse  = list(risk = TRUE,  events = FALSE, points = 40),
  guyot   = list(risk = TRUE,  events = TRUE, method = "guyot"))

make_case <- function(name, data, every, unit, folder, seed, note, only = names(variants)) {
  write.csv(data, file.path(folder, paste0(name, "_true.csv")), row.names = FALSE, quote = FALSE)
  arms <- unique(as.character(data$arm)); end <- max(data$time); at <- seq(0, end, by = every)
  risk <- do.call(rbind, lapply(arms, function(a) { x <- data$time[data$arm == a]; r <- at[at <= max(x) | at == 0]; data.frame(arm = a, time = r, n = sapply(r, function(q) sum(x >= q))) }))
  totals <- data.frame(arm = arms, n = sapply(arms, function(a) sum(data$arm == a)), events = sapply(arms, function(a) sum(data$event[data$arm == a])))
  write.csv(risk, file.path(folder, paste0(name, "_risk.csv")), row.names = FALSE, quote = FALSE)
  write.csv(totals, file.path(folder, paste0(name, "_totals.csv")), row.names = FALSE, quote = FALSE)
  stats_at <- at; true <- statistics(data, stats_at); cases <- list(); clicks <- NULL; rebuilt_rows <- NULL
  set.seed(seed)
  for (v in only) {
    o <- variants[[v]]; rebuilt <- NULL; per_arm <- list()
    for (a in arms) {
      fit <- survfit(Surv(time, event) ~ 1, subset(data, arm == a))
      k <- digitise(fit, points = if (is.null(o$points)) 120 else o$points, sd_s = if (is.null(o$sd_s)) 0.002 else o$sd_s, corners = isTRUE(o$corners), percent = isTRUE(o$percent))
      clicks <- rbind(clicks, data.frame(variant = v, arm = a, k))
      r <- if (o$risk) risk[risk$arm == a, c("time", "n")] else NULL
      D <- if (o$events) totals$events[totals$arm == a] else NA
      x <- reconstruct(k$t, k$s, r, N = totals$n[totals$arm == a], events = D, method = if (is.null(o$method)) "counts" else o$method)
      per_arm[[a]] <- list(arm = a, read_as_percent = x$percent, monotone_correction = x$correction, rmse = x$rmse, mean_abs = x$mean_abs, max_abs = x$max_abs,
        events = x$events, events_printed = D, end_censored = x$end_censored, risk_off = x$risk_off, intervals = x$intervals)
      rebuilt <- rbind(rebuilt, data.frame(arm = a, x$data))
    }
    rebuilt_rows <- rbind(rebuilt_rows, data.frame(variant = v, rebuilt))
    st <- statistics(rebuilt, stats_at)
    cases[[v]] <- list(variant = v, given = list(risk_table = o$risk, total_events = o$events, percent = isTRUE(o$percent)), arms = unname(per_arm), rebuilt = st, distance_from_truth = distance(true, st, data, rebuilt), acceptable = acceptable(v, true, end), method = if (is.null(o$method)) "counts" else o$method)
    w <- within(cases[[v]]$acceptable, cases[[v]]$distance_from_truth, true, st, data, per_arm)
    if (identical(w, FALSE)) cat("OUTSIDE", name, v, "\n")
  }
  write.csv(clicks, file.path(folder, paste0(name, "_clicks.csv")), row.names = FALSE, quote = FALSE)
  rebuilt_rows$time <- format(rebuilt_rows$time, digits = 15, trim = TRUE); rebuilt_rows$time <- sub("\\.?0+$", "", ifelse(grepl("\\.", rebuilt_rows$time), rebuilt_rows$time, paste0(rebuilt_rows$time, ".0")))
  write.csv(rebuilt_rows, file.path(folder, paste0(name, "_rebuilt.csv")), row.names = FALSE, quote = FALSE)
  write(toJSON(list(name = name, note = note, unit = unit, seed = seed, survival_at = stats_at, true = true, cases = unname(cases)), auto_unbox = TRUE, digits = 15, na = "null", pretty = 1), file.path(folder, paste0(name, ".json")))
  for (v in names(cases)) { d <- cases[[v]]$distance_from_truth
    cat(sprintf("%-9s %-8s rmse %s median %s dlogHR %s (se %s) ev %s riskoff %s fit %s\n", name, v, paste(sprintf("%.4f", sapply(d$arms, `[[`, "rmse")), collapse = " "), paste(sprintf("%.2f", sapply(d$arms, `[[`, "median")), collapse = " "),
      paste(sprintf("%+.3f", d$log_hr), collapse = " "), paste(sprintf("%+.2f", d$log_hr_in_se), collapse = " "), paste(sapply(d$arms, `[[`, "events"), collapse = " "), paste(sapply(cases[[v]]$arms, `[[`, "risk_off"), collapse = " "), paste(sprintf("%.4f", sapply(cases[[v]]$arms, `[[`, "rmse")), collapse = " "))) }
  invisible(cases)
}
