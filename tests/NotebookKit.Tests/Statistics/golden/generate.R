# Writes the expected values of the Statistics tests. Base R only. Run: Rscript generate.R (from any folder).
args <- commandArgs(FALSE)
here <- dirname(sub("^--file=", "", args[grep("^--file=", args)]))
setwd(here)
RNGversion("4.2.0"); set.seed(20241108)

# JSON with 17 significant digits; NA and NULL become null
num <- function(x) ifelse(is.na(x), "null", ifelse(is.infinite(x), ifelse(x > 0, "\"Inf\"", "\"-Inf\""), sprintf("%.17g", x)))
json <- function(x) {
  if (is.null(x)) "null"
  else if (is.list(x)) {
    inner <- vapply(x, json, "")
    if (is.null(names(x))) paste0("[", paste(inner, collapse = ",\n"), "]")
    else paste0("{", paste0("\"", names(x), "\": ", inner, collapse = ", "), "}")
  }
  else if (is.matrix(x)) paste0("[", paste(apply(x, 1, function(r) paste0("[", paste(num(r), collapse = ", "), "]")), collapse = ", "), "]")
  else if (is.character(x)) if (length(x) == 1) paste0("\"", x, "\"") else paste0("[", paste0("\"", x, "\"", collapse = ", "), "]")
  else if (is.logical(x) && !anyNA(x)) if (length(x) == 1) tolower(as.character(x)) else paste0("[", paste(tolower(as.character(x)), collapse = ", "), "]")
  else if (length(x) == 1 && !inherits(x, "AsIs")) num(x)
  else paste0("[", paste(num(as.numeric(x)), collapse = ", "), "]")
}
save <- function(name, x) writeLines(json(x), paste0(name, ".json"))
writeLines(R.version.string, "VERSIONS.txt")

source("p-adjust.R")
source("distributions.R")
source("tests.R")
source("proportions.R")
source("clusters.R")
