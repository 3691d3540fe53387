using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>The files of a folder as text.</summary>
internal static class CohortFolder
{
    public static IEnumerable<RawTable> Read(string folder, List<Finding> findings)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' (looked in {Path.GetFullPath(folder)}). Expected a folder with the files of data-templates.");
        CohortSchema schema = CohortSchema.Current;
        string[] missing = [.. schema.Tables.Where(t => !t.Optional && !File.Exists(Path.Combine(folder, t.File))).Select(t => t.File)];
        if (missing.Length > 0)
            throw new FileNotFoundException(
                $"The folder '{folder}' has no {string.Join(", ", missing)}. Copy the header-only file{(missing.Length == 1 ? "" : "s")} from data-templates " +
                "and leave a file without rows where there are no such data.", Path.Combine(folder, missing[0]));
        return [.. schema.Tables.Where(t => File.Exists(Path.Combine(folder, t.File))).Select(t => CsvTableReader.Read(Path.Combine(folder, t.File), t, findings))];
    }
}
