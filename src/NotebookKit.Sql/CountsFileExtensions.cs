using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql.Hospitals;
using NotebookKit.Sql.Sources;

namespace NotebookKit;

/// <summary>Several hospitals without a common network: each writes a file of counts, and the files are analysed together.</summary>
public static class CountsFileExtensions
{
    /// <summary>Counts a set for others, so that no row leaves.</summary>
    /// <param name="set">The set, one row per patient, in memory or in a database.</param>
    /// <param name="hospital">Name of the hospital, as results will call it.</param>
    /// <param name="tables">
    /// Columns that are counted together: <c>["months", "death", "arm"]</c> serves Kaplan-Meier curves and log-rank tests,
    /// <c>["months", "cause", "arm"]</c> cumulative incidence, <c>["months", "death", "arm", "ecog", "sex"]</c> a Cox model, and one
    /// <c>["arm", x]</c> for each row x of Table 1.
    /// </param>
    /// <param name="minimumCellCount">
    /// Fewest patients of a combination. Neighbouring numbers of a column of more than 12 different ones (one in a table) are joined until
    /// every combination has as many; the file and every result say the steps. The default value is 5.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A column is unknown or names rows, patients have several rows, or a combination stays too small: then the whole is refused, and
    /// nothing is dropped.
    /// </exception>
    /// <example><code>patients.Summarise("Graz", [["months", "death", "arm"], ["arm", "sex"]]).Save("graz.json")</code></example>
    public static CountsFile Summarise(this AnalysisSet set, string hospital, IReadOnlyCollection<IReadOnlyList<string>> tables,
        int minimumCellCount = 5)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(tables);
        return Summary.Of(set, hospital, tables, minimumCellCount);
    }

    /// <summary>The patients of several hospitals as one set, of which only counts are known.</summary>
    /// <param name="files">The files; of one unit, key and patient.</param>
    /// <param name="by">Column of the groups that are compared; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted.</param>
    /// <returns>
    /// The set: questions about columns that every hospital counted together are answered as of the rows of all of them, with the same
    /// numbers where nothing was made coarser; others are refused. Patients of one hospital are taken as others than those of the next.
    /// </returns>
    /// <exception cref="ArgumentException">There is no file, two have one name, or they are of different units.</exception>
    /// <example><code>
    /// var all = new[] { CountsFile.Read("graz.json"), CountsFile.Read("wien.json") }.AnalysisSet(by: "arm");
    /// all.LogRank("months", "death")
    /// </code></example>
    public static AnalysisSet AnalysisSet(this IEnumerable<CountsFile> files, string? by = null, IEnumerable<string>? groups = null)
    {
        ImmutableArray<CountsFile> all = [.. files];
        if (all.IsEmpty) throw new ArgumentException("Name at least one counts file.", nameof(files));
        if (all.GroupBy(f => f.Hospital).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Two files are of the hospital '{twice.Key}'; its patients would count twice.", nameof(files));
        IAnalysisSource[] parts = [.. all.Select(f => new CountsFileSource(f))];
        return AnalysisSets.AnalysisSet.Declare(parts.Length == 1 ? parts[0] : new PartitionedSource([.. parts]), all[0].Unit, all[0].Key,
            all[0].Patient, by, groups?.ToImmutableArray() ?? []);
    }
}
