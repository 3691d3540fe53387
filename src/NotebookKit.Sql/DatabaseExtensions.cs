using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql;
using NotebookKit.Sql.Engines;
using NotebookKit.Sql.Sources;

namespace NotebookKit;

/// <summary>Analysis sets whose rows stay in a database.</summary>
public static class DatabaseExtensions
{
    /// <summary>A table or view of a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="name">Name of the table, as it is written there.</param>
    /// <param name="schema">Name of its schema; null for the one the engine looks in.</param>
    public static DatabaseTable Table(this Database database, string name, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(database, name, schema);
    }

    /// <summary>
    /// Declares once what a row of a table is; then ask as of a data frame: the same doors give the same results with the same numbers.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="table">Name of the table or view.</param>
    /// <param name="unit">What a row is, in the plural, such as <c>patients</c>.</param>
    /// <param name="key">Column that names each row, checked to be present and unique; null to take every row as one unit.</param>
    /// <param name="patient">Column of the patient; null where rows are independent. Repeated patients are clusters.</param>
    /// <param name="by">Column of the groups that are compared; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted. A value that is not among them is an error.</param>
    /// <returns>
    /// The set. Curves and log-rank tests of independent rows count in the database; other methods fetch the columns they use, never the
    /// rest, and at most <see cref="DatabaseOptions.MaxRows"/> rows.
    /// </returns>
    /// <exception cref="ArgumentException">A column is unknown, a key is missing or repeated, a patient is missing.</exception>
    /// <exception cref="DatabaseException">The database does not answer; nothing was counted.</exception>
    /// <example><code>
    /// using var files = DuckDbDatabase.OpenFiles("registry.parquet");
    /// var patients = files.AnalysisSet("registry", "patients", key: "patient_id", by: "arm");
    /// patients.KaplanMeier("months", "event")
    /// </code></example>
    public static AnalysisSet AnalysisSet(this Database database, string table, string unit, string? key = null, string? patient = null,
        string? by = null, IEnumerable<string>? groups = null) =>
        database.Table(table).AnalysisSet(unit, key, patient, by, groups);

    /// <inheritdoc cref="AnalysisSet(Database, string, string, string?, string?, string?, IEnumerable{string}?)"/>
    public static AnalysisSet AnalysisSet(this DatabaseTable table, string unit, string? key = null, string? patient = null,
        string? by = null, IEnumerable<string>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AnalysisSets.AnalysisSet.Declare(Source(table, key), unit, key, patient, by, groups?.ToImmutableArray() ?? []);
    }

    /// <summary>Declares a set of rows that lie in several tables, shards or servers of any engine: their counts are added.</summary>
    /// <param name="shards">The tables; each row lies in one of them. A value of the key in two of them is refused.</param>
    /// <param name="unit">What a row is, in the plural, such as <c>patients</c>.</param>
    /// <param name="key">Column that names each row, checked to be present and unique; null to take every row as one unit.</param>
    /// <param name="patient">Column of the patient; null where rows are independent. Repeated patients are clusters.</param>
    /// <param name="by">Column of the groups that are compared; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted. A value that is not among them is an error.</param>
    /// <returns>As for one table; each part has a snapshot of its own, and if one does not answer, nothing is counted.</returns>
    /// <exception cref="ArgumentException">A column is unknown, a key is missing or repeated, a patient is missing.</exception>
    /// <exception cref="DatabaseException">A part does not answer.</exception>
    public static AnalysisSet AnalysisSet(this IEnumerable<DatabaseTable> shards, string unit, string? key = null, string? patient = null,
        string? by = null, IEnumerable<string>? groups = null)
    {
        ImmutableArray<IAnalysisSource> parts = [.. shards.Select(s => Source(s, key))];
        if (parts.IsEmpty) throw new ArgumentException("Name at least one table.", nameof(shards));
        return AnalysisSets.AnalysisSet.Declare(parts.Length == 1 ? parts[0] : new PartitionedSource(parts), unit, key, patient, by,
            groups?.ToImmutableArray() ?? []);
    }

    /// <summary>Fetches columns of a table, such as adverse events, which are read as rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Names of the columns; none for all.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">There are more rows than allowed.</exception>
    public static DataFrame ToDataFrame(this DatabaseTable table, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Source(table, null).Fetch([.. columns]);
    }

    private static SqlSource Source(DatabaseTable table, string? key) => new(table.Database, table.Quoted, key);
}
