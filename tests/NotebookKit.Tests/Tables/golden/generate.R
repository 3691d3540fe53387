# Expected values of the tables: Rscript generate.R, run here, writes the JSON files that VERSIONS.txt lists.
# Base R alone computes them; jsonlite writes them.
library(jsonlite)
trial <- read.csv("trial.csv")                     # gtsummary 2.1.0 (MIT), data/trial.rda
pbc <- read.csv("pbc_first24.csv")                 # survival, pbc[1:24, ]
pbc$trtl <- ifelse(pbc$trt == 1, "D-penicillamine", "placebo")

quantiles <- function(x, type) unname(quantile(x, c(.25, .75), type = type))
continuous <- function(x) {
  v <- x[!is.na(x)]
  q2 <- quantiles(v, 2); q7 <- quantiles(v, 7); q6 <- quantiles(v, 6)
  list(n_obs = length(x), n = length(v), n_missing = sum(is.na(x)), mean = mean(v), sd = sd(v), se = sd(v) / sqrt(length(v)), median = median(v),
    min = min(v), max = max(v), q1_type2 = q2[1], q3_type2 = q2[2], q1_type7 = q7[1], q3_type7 = q7[2], q1_type6 = q6[1], q3_type6 = q6[2])
}
categorical <- function(x, levels) list(n_obs = length(x), n = sum(!is.na(x)), n_missing = sum(is.na(x)),
  levels = setNames(lapply(levels, function(l) list(n = sum(x == l, na.rm = TRUE), p_nonmissing = mean(x == l, na.rm = TRUE),
    p_all = sum(x == l, na.rm = TRUE) / length(x))), levels))
test <- function(t) { r <- list(method = unname(t$method), p_value = t$p.value); if (!is.null(t$statistic)) r$statistic <- unname(t$statistic)
  if (!is.null(t$parameter)) r$df <- unname(t$parameter); r }
exact_wilcox <- function(x, y) {                   # W over all choices of the first group, ties by midranks
  r <- rank(c(x, y)); w <- sum(r[seq_along(x)]) - length(x) * (length(x) + 1) / 2
  all <- colSums(combn(r, length(x))) - length(x) * (length(x) + 1) / 2
  min(1, 2 * min(mean(all <= w + 1e-9), mean(all >= w - 1e-9)))
}
smd_categorical <- function(x, g, levels) {        # Yang and Dalton, first level dropped
  p <- sapply(unique(g), function(k) sapply(levels[-1], function(l) mean(x[g == k] == l, na.rm = TRUE)))
  p <- matrix(p, ncol = 2); v <- function(q) diag(q, length(q)) - q %*% t(q)
  s <- (v(p[, 1]) + v(p[, 2])) / 2; d <- p[, 1] - p[, 2]; e <- eigen(s, symmetric = TRUE); keep <- e$values > 1e-12
  sqrt(sum((t(e$vectors[, keep, drop = FALSE]) %*% d)^2 / e$values[keep]))
}

variable <- function(x, g, groups, exact) {
  a <- x[g == groups[1] & !is.na(x)]; b <- x[g == groups[2] & !is.na(x)]; pair <- paste(groups, collapse = " vs ")
  one <- function(value) setNames(list(value), pair)
  if (is.numeric(x) && length(unique(x)) > 4) {
    welch <- t.test(a, b); tests <- list(wilcox_default = test(suppressWarnings(wilcox.test(a, b))),
      t_welch = c(test(welch), list(estimate_diff = mean(a) - mean(b), conf_low = welch$conf.int[1], conf_high = welch$conf.int[2])),
      t_pooled = test(t.test(a, b, var.equal = TRUE)), kruskal = test(kruskal.test(list(a, b))),
      oneway_equal_var = test(oneway.test(x ~ g, var.equal = TRUE)), gtsummary_default = "wilcox_default",
      smd_tableone_abs = one(abs(mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)), smd_pkg_0_7_signed = one((mean(a) - mean(b)) /
        sqrt((mean((a - mean(a))^2) + mean((b - mean(b))^2)) / 2)))
    if (exact) tests$wilcox_exact_conditional <- list(p_doubling = exact_wilcox(a, b))
    list(type = "continuous", overall = continuous(x), by = setNames(lapply(groups, function(k) continuous(x[g == k])), groups), tests = tests)
  } else {
    x <- as.character(x); levels <- sort(unique(x[!is.na(x)])); t <- table(factor(x, levels), factor(g, groups))
    expected <- suppressWarnings(chisq.test(t)$expected)
    tests <- list(min_expected = min(expected), chisq_default = test(suppressWarnings(chisq.test(t))), chisq_nocorrect = test(suppressWarnings(chisq.test(t, correct = FALSE))),
      fisher_default_workspace = test(fisher.test(t)), gtsummary_default = if (min(expected) >= 5) "chisq_nocorrect" else "fisher_default_workspace",
      smd_multinomial_abs = one(smd_categorical(x, factor(g, groups), levels)))
    if (length(levels) == 2) {
      p <- suppressWarnings(prop.test(t[2, ], colSums(t))); d <- unname(p$estimate[1] - p$estimate[2]); q <- unname(p$estimate)
      tests$prop_test_correct <- c(test(p), list(diff = d, conf_low = p$conf.int[1], conf_high = p$conf.int[2], level = levels[2]))
      tests$smd_binary_signed <- one(d / sqrt(mean(q * (1 - q))))
    }
    list(type = "categorical", overall = categorical(x, levels), by = setNames(lapply(groups, function(k) categorical(x[g == k], levels)), groups), tests = tests)
  }
}
write_table <- function(data, by, names, file, exact) {
  g <- data[[by]]; groups <- sort(unique(g))
  out <- list(by = by, groups = as.list(table(g)), variables = setNames(lapply(names, function(n) variable(data[[n]], g, groups, exact)), names))
  writeLines(toJSON(out, auto_unbox = TRUE, digits = I(17), pretty = TRUE, na = "null"), file)
}
write_table(trial, "trt", c("age", "marker", "ttdeath", "stage", "grade", "response", "death"), "trial_table1_by_trt.json", exact = FALSE)
write_table(pbc, "trtl", c("age", "bili", "albumin", "alk.phos", "sex", "edema", "stage", "status"), "pbc_first24_small_sample.json", exact = TRUE)

# Adverse events of ten synthetic patients: worst grade per patient and per procedure; day 0 is the procedure, windows include both ends,
# an event without procedure belongs to the latest one on or before its onset.
ae <- read.csv("ldt_small/adverse_events.csv"); procedures <- read.csv("ldt_small/procedures.csv"); patients <- read.csv("ldt_small/patients.csv")
for (i in which(ae$procedure_id == "")) {
  own <- procedures[procedures$patient_id == ae$patient_id[i] & as.Date(procedures$procedure_date) <= as.Date(ae$onset_date[i]), ]
  ae$procedure_id[i] <- own$procedure_id[which.max(as.Date(own$procedure_date))]
}
day <- as.integer(as.Date(ae$onset_date) - as.Date(procedures$procedure_date[match(ae$procedure_id, procedures$procedure_id)]))
worst <- function(grade, id) { w <- tapply(grade, id, max); c(unknown = 0, setNames(lapply(1:5, function(g) sum(w == g)), 1:5)) }
window <- function(last) { e <- ae[day >= 0 & day <= last, ]
  list(events = nrow(e), patients = length(unique(e$patient_id)), patients_N = nrow(patients), procedures = length(unique(e$procedure_id)),
    procedures_N = nrow(procedures), worst_grade_per_patient = worst(e$ctcae_grade, e$patient_id), worst_grade_per_procedure = worst(e$ctcae_grade, e$procedure_id)) }
writeLines(toJSON(list(all_time = window(Inf), within30 = window(30), within90 = window(90)), auto_unbox = TRUE, pretty = TRUE), "ldt_small/expected_ae.json")
