using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Sql.Hospitals;

/// <summary>What <c>notebookkit summarise</c> does.</summary>
internal static class SummariseCommand
{
    /// <summary>Counts the rows of a frame and writes the file.</summary>
    public static int Run(DataFrame frame, string hospital, string unit, string key, string[] tables, string[] complete,
        int minimum, string file, TextWriter output)
    {
        string[][] columns = [.. tables.Select(t => t.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        AnalysisSet set = frame.AnalysisSet(unit, key);
        if (complete.Length > 0) set = set.WithValues(complete);
        CountsFile counts = set.Summarise(hospital, columns, minimum);
        counts.Save(file);
        output.WriteLine($"{file}: {counts}.");
        output.WriteLine(counts.Description);
        output.WriteLine("Read the file before it leaves.");
        return 0;
    }
}
