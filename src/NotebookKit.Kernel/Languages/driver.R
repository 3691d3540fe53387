# Runs cells that come as lines on standard input: action, folder of the request, further words; separated by tabs.
# Every request ends with a file "status" in its folder and a mark on both streams.
local({
  input <- file("stdin", open = "r")
  mark <- "\001done\001"

  run <- function(folder) {
    options(device = function(...) grDevices::svg(file.path(folder, "figure%04d.svg"), width = 7.2, height = 4.8, onefile = FALSE))
    on.exit(while (grDevices::dev.cur() > 1L) grDevices::dev.off())
    line <<- NA
    code <- parse(file.path(folder, "cell"), keep.source = TRUE, encoding = "UTF-8")
    lines <- vapply(attr(code, "srcref"), function(ref) as.integer(ref)[1L], 1L)
    for (i in seq_along(code)) {
      line <<- lines[i]
      withCallingHandlers(
        value <- withVisible(eval(code[i], globalenv())),
        warning = function(w) {
          message("Warning: ", conditionMessage(w))
          invokeRestart("muffleWarning")
        })
      if (value$visible) if (isS4(value$value)) methods::show(value$value) else print(value$value)
    }
  }

  # A data frame or a vector as CSV: texts quoted, missing values empty, numbers to the last digit.
  give <- function(folder, name) {
    value <- get(name, envir = globalenv())
    shape <- "frame"
    if (is.matrix(value) || is.table(value)) value <- as.data.frame(value, stringsAsFactors = FALSE)
    if (!is.data.frame(value)) {
      if (!is.atomic(value)) stop("'", name, "' is neither a vector nor a data frame; turn it into a data frame first", call. = FALSE)
      shape <- if (length(value) == 1L) "value" else "vector"
      value <- data.frame(value = unname(value), stringsAsFactors = FALSE)
    }
    kinds <- vapply(value, function(column) {
      if (is.factor(column)) "character"
      else if (inherits(column, "Date")) "Date"
      else if (inherits(column, "POSIXct")) "POSIXct"
      else if (is.logical(column) || is.integer(column) || is.double(column)) typeof(column)
      else "character"
    }, "")
    text <- as.data.frame(Map(function(column, kind) {
      written <- switch(kind,
        double = sprintf("%.17g", column),
        Date = format(column, "%Y-%m-%d"),
        POSIXct = format(column, "%Y-%m-%d %H:%M:%OS6", tz = "UTC"),
        as.character(column))
      written[is.na(column) & !(kind == "double" & is.nan(column))] <- NA
      written
    }, value, kinds), stringsAsFactors = FALSE)
    names(text) <- names(value)
    writeLines(c(shape, kinds), file.path(folder, "kinds"))
    utils::write.table(text, file.path(folder, "value.csv"), sep = ",", row.names = FALSE, qmethod = "double", na = "", fileEncoding = "UTF-8")
  }

  # The value of a CSV as the engine writes it, with a mark for missing values that stands nowhere else.
  take <- function(folder, name, kinds, missing) {
    value <- utils::read.csv(file.path(folder, "value.csv"), colClasses = "character", check.names = FALSE, na.strings = missing, encoding = "UTF-8")
    kinds <- strsplit(kinds, ",", fixed = TRUE)[[1L]]
    for (i in seq_along(kinds)) value[[i]] <- switch(kinds[i],
      logical = as.logical(value[[i]]), integer = as.integer(value[[i]]), double = as.double(value[[i]]),
      Date = as.Date(value[[i]], "%Y-%m-%d"), POSIXct = as.POSIXct(value[[i]], "UTC", "%Y-%m-%d %H:%M:%OS"), value[[i]])
    assign(name, value, envir = globalenv())
  }

  line <- NA
  while (length(request <- readLines(input, n = 1L)) > 0L) {
    words <- strsplit(request, "\t", fixed = TRUE)[[1L]]
    folder <- words[2L]
    status <- tryCatch({
      line <- NA
      switch(words[1L],
        run = run(folder),
        give = give(folder, words[3L]),
        take = take(folder, words[3L], words[4L], words[5L]),
        names = writeLines(ls(globalenv()), file.path(folder, "names"), useBytes = TRUE))
      "ok"
    },
    interrupt = function(e) "interrupted",
    error = function(e) {
      call <- conditionCall(e)
      # Code of the cell itself is called by this driver, which is nobody's business.
      if (identical(call, quote(eval(code[i], globalenv())))) call <- NULL
      where <- if (is.null(call) || words[1L] != "run" || is.na(line)) "" else paste0("in ", paste(deparse(call, nlines = 1L), collapse = ""), ": ")
      c("error", if (is.na(line)) "" else line, paste0(where, conditionMessage(e)))
    })
    writeLines(enc2utf8(status), file.path(folder, "status"), useBytes = TRUE)
    flush(stdout())
    cat(mark, file = stdout())
    flush(stdout())
    cat(mark, file = stderr())
  }
  # The engine is done, or gone.
  unlink(commandArgs(trailingOnly = TRUE), recursive = TRUE)
})
