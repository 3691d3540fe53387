using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NotebookKit.Sql.Hospitals;

/// <summary>
/// What one hospital gives away of its rows: how many patients have each combination of values of a few columns. No row leaves, and no
/// combination of fewer patients than the hospital allows.
/// </summary>
/// <remarks>
/// The file is JSON and meant to be read by those who approve it. It lowers the risk that a patient is recognised; it is not anonymous in
/// the sense of the law, and several files of the same patients tell more than one.
/// </remarks>
public sealed record CountsFile
{
    private const string Kind = "NotebookKit counts";
    private const int Newest = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the file is: <c>NotebookKit counts</c>.</summary>
    public string Format { get; init; } = Kind;

    /// <summary>Version of the layout.</summary>
    public int Version { get; init; } = Newest;

    /// <summary>For whoever opens the file: what it holds and what it does not promise.</summary>
    public string Description { get; init; } = "";

    /// <summary>Name of the hospital, as results call it.</summary>
    public required string Hospital { get; init; }

    /// <summary>What was counted, in the plural.</summary>
    public required string Unit { get; init; }

    /// <summary>Number of units.</summary>
    public required int Rows { get; init; }

    /// <summary>Column that named each unit; its values are not in the file. Null where none was declared.</summary>
    public string? Key { get; init; }

    /// <summary>Column of the patient, each of whom has one row; its values are not in the file. Null where none was declared.</summary>
    public string? Patient { get; init; }

    /// <summary>Fewest patients of a combination.</summary>
    public required int MinimumCellCount { get; init; }

    /// <summary>The counted tables.</summary>
    public required ImmutableArray<CountsTable> Tables { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is no counts file, of a newer version, or contradicts itself; the message says
    /// where.</exception>
    public static CountsFile Read(string path)
    {
        CountsFile? file;
        try { file = JsonSerializer.Deserialize<CountsFile>(File.ReadAllText(path), Json); }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no counts file: {e.Message}", e);
        }
        if (file is null || file.Format != Kind)
            throw new InvalidDataException($"{path} is no counts file: found format '{file?.Format}'; expected '{Kind}'.");
        if (file.Version != Newest)
            throw new InvalidDataException($"{path}: found version {file.Version}; this NotebookKit reads version {Newest}.");
        foreach (CountsTable table in file.Tables) table.Check(path, file);
        return file;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file; replaced if it is there.</param>
    public void Save(string path) => File.WriteAllText(path, ToJson() + "\n");

    /// <summary>The file as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>One sentence: the hospital, how many, and what was made coarser.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Hospital}, {Rows} {Unit}, combinations of at least {MinimumCellCount} patients")
        + string.Concat(Tables.SelectMany(t => t.Columns.Where(c => c.Steps > 0).Select(c => (t, c))).Select(x =>
            FormattableString.Invariant($"; {x.c.Name} beside {string.Join(", ", x.t.Columns.Where(o => o != x.c).Select(o => o.Name))} ")
            + FormattableString.Invariant($"joined to {x.c.Steps} steps, the widest of {x.c.Widest}, each value the middle of its step, ")
            + $"so that numbers of {Unit} are exact and {x.c.Name} is not"));
}

/// <summary>How many units have each combination of values of some columns.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Cells">For each combination its values, null where missing, and last the number of units.</param>
public sealed record CountsTable(ImmutableArray<CountsColumn> Columns, ImmutableArray<ImmutableArray<JsonElement?>> Cells)
{
    internal void Check(string path, CountsFile file)
    {
        string name = string.Join(", ", Columns.Select(c => c.Name));
        long sum = 0;
        for (int i = 0; i < Cells.Length; i++)
        {
            if (Cells[i].Length != Columns.Length + 1 || Cells[i][^1]?.TryGetInt32(out int count) != true)
                throw new InvalidDataException($"{path}, table {name}, combination {i + 1}: expected {Columns.Length} values and a count.");
            if (count < file.MinimumCellCount)
                throw new InvalidDataException($"{path}, table {name}, combination {i + 1}: found a count of {count}; the file promises at "
                    + $"least {file.MinimumCellCount}.");
            sum += count;
        }
        if (sum != file.Rows)
            throw new InvalidDataException($"{path}, table {name}: the counts add up to {sum}; the file says {file.Rows} {file.Unit}.");
    }
}

/// <summary>A column of a counted table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>number</c>, <c>text</c>, <c>boolean</c> or <c>date</c>.</param>
/// <param name="Steps">Number of steps to which its numbers were joined; 0 where they are as they were.</param>
/// <param name="Widest">From the least to the greatest number of the widest step; 0 where they are as they were.</param>
public sealed record CountsColumn(string Name, string Type, int Steps = 0, double Widest = 0);
