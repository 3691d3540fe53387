using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>The files of a folder as text.</summary>
internal static class CohortFolder
{
    public static IEnumerable<RawTable> Read(string folder, List<Finding> findings)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"There is no folder '{folder}' (looked in {Path.GetFullPath(folder)}). Expected a folder with the files of "
                    + "data-templates.");
        CohortSchema schema = CohortSchema.Current;
        string[] missing = [.. schema.Tables.Where(t => !t.Optional && !File.Exists(Path.Combine(folder, t.File))).Select(t => t.File)];
        if (missing.Length > 0)
            throw new FileNotFoundException(
                $"The folder '{folder}' has no {string.Join(", ", missing)}. {Others(folder, missing)}Copy the header-only "
                + $"file{(missing.Length == 1 ? "" : "s")} from data-templates " +
                "and leave a file without rows where there are no such data.", Path.Combine(folder, missing[0]));
        return [.. schema.Tables.Where(t => File.Exists(Path.Combine(folder, t.File)))
            .Select(t => CsvTableReader.Read(Path.Combine(folder, t.File), t, findings))];
    }

    /// <summary>Files of the folder that may be meant: the name in other letters, a workbook, an export.</summary>
    private static string Others(string folder, string[] missing)
    {
        string[] files = [.. SharedFile.In(folder).Select(f => Path.GetFileName(f))];
        var said = new List<string>();
        foreach (string file in missing)
            if (files.FirstOrDefault(f => string.Equals(f, file, StringComparison.OrdinalIgnoreCase)) is { } other)
                said.Add($"There is '{other}': rename it to {file}. ");
        string[] foreign =
            [.. files.Where(f => !missing.Contains(f, StringComparer.OrdinalIgnoreCase) && Path.GetExtension(f)
                .ToLowerInvariant() is ".xlsx" or ".xls" or ".ods" or ".sav" or ".zsav" or ".dta" or ".xpt" or ".json" or ".csv" or ".txt"
                or ".tsv" && CohortSchema.Current.Tables.All(t => t.File != f) && f is not ("mapping.csv" or "recode.csv"))];
        if (foreign.Length > 0)
            said.Add($"There is {string.Join(", ", foreign.Take(5).Select(f => $"'{f}'"))}{(foreign.Length > 5 ? ", …" : "")}: notebookkit "
                + $"import \"{folder}\" --propose writes a mapping from your columns to the templates, Cohort.Import reads with it. ");
        return string.Concat(said);
    }
}
