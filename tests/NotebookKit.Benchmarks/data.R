# R's side of data.sh: Rscript data.R FILE RUNS prints task,cpu_s,wall_s,allocated_MB,check; one thread.
library(data.table)
args <- commandArgs(TRUE)
setDTthreads(1)
read <- function() { d <- fread(args[1], showProgress = FALSE); sum(d$event) + nrow(d) }
check <- read()
t <- sapply(seq_len(as.integer(args[2])), function(i) { gc(); s <- system.time(read()); c(s[["user.self"]] + s[["sys.self"]], s[["elapsed"]]) })
cat(sprintf("data.table::fread,%.3f,%.3f,,%.10g\n", median(t[1, ]), median(t[2, ]), check))
