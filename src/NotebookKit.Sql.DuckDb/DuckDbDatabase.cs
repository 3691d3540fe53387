using System.Collections.Immutable;
using DuckDB.NET.Data;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.DuckDb;

/// <summary>The embedded engine: databases of DuckDB, and CSV and Parquet files as tables.</summary>
public static class DuckDbDatabase
{
    /// <summary>Opens a database file, read-only, in one snapshot.</summary>
    /// <param name="path">The file; it must be there.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatabaseException">The file is not a database of DuckDB, or another program writes it.</exception>
    public static Database Open(string path, DatabaseOptions? options = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        string source = new DuckDBConnectionStringBuilder { DataSource = path, ["ACCESS_MODE"] = "READ_ONLY" }.ToString();
        return new AdoDatabase(new DuckDBConnection(source), new DuckDbDialect("read-only, so that nobody writes meanwhile"),
            Path.GetFileName(path), options);
    }

    /// <summary>Opens CSV and Parquet files; each is a table with the name of its file without the ending.</summary>
    /// <param name="paths">The files, ending in .csv, .tsv, .txt or .parquet. They must not change while they are asked.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatabaseException">A file cannot be read.</exception>
    public static Database OpenFiles(params string[] paths) => OpenFiles(null, paths);

    /// <inheritdoc cref="OpenFiles(string[])"/>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="paths">The files, ending in .csv, .tsv, .txt or .parquet. They must not change while they are asked.</param>
    public static Database OpenFiles(DatabaseOptions? options, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Length == 0) throw new ArgumentException("Name at least one file.", nameof(paths));
        foreach (string path in paths)
            if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        return new DuckDbFiles([.. paths], options);
    }
}

/// <summary>How DuckDB writes.</summary>
internal sealed class DuckDbDialect(string snapshot, params ImmutableArray<string> begin) : SqlDialect
{
    public override string Engine => "DuckDB";

    public override string Snapshot => snapshot;

    public override ImmutableArray<string> Begin => begin;

    public override string IsNaN(string expression) => $"isnan({expression})";
}

/// <summary>Files as tables; that they have not changed is looked up before and after every question.</summary>
internal sealed class DuckDbFiles : AdoDatabase
{
    private readonly ImmutableArray<(string Path, long Length, DateTime Written)> _files;

    public DuckDbFiles(ImmutableArray<string> paths, DatabaseOptions? options)
        : base(new DuckDBConnection("DataSource=:memory:"), new DuckDbDialect("files, unchanged since they were opened",
            [.. paths.Select(View)]), string.Join(", ", paths.Select(Path.GetFileName)), options) =>
        _files = [.. paths.Select(State)];

    private static string View(string path)
    {
        string reader = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".parquet" => "read_parquet",
            ".csv" or ".tsv" or ".txt" => "read_csv_auto",
            var other => throw new ArgumentException($"'{path}' ends in '{other}'; expected .csv, .tsv, .txt or .parquet."),
        };
        string name = Path.GetFileNameWithoutExtension(path).Replace("\"", "\"\"", StringComparison.Ordinal);
        return $"CREATE VIEW \"{name}\" AS SELECT * FROM {reader}('{Path.GetFullPath(path).Replace("'", "''", StringComparison.Ordinal)}')";
    }

    private static (string, long, DateTime) State(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (path, file.Length, file.LastWriteTimeUtc) : (path, -1, default);
    }

    private protected override string? Changed() =>
        _files.IsDefault ? null : _files.FirstOrDefault(f => State(f.Path) != f) is { Path: { } path }
            ? $"the file {Path.GetFileName(path)} has changed since it was opened." : null;
}
