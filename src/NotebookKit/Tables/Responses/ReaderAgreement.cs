using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Tables.Responses;

/// <summary>How agreement of readers is measured.</summary>
public sealed record ReaderAgreementOptions
{
    /// <summary>Weights of two readers' ordered categories. The default value is none.</summary>
    public KappaWeights Weights { get; init; }

    /// <summary>
    /// Categories in order; rows with another value are left out and counted. The default value is empty: all that occur, responses from CR
    /// to NE, others sorted.
    /// </summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Confidence level. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must be between 0 and 1, such as 0.95.");
    } = 0.95;
}

/// <summary>Agreement of readers beyond chance: Cohen's kappa of every two, Fleiss' kappa of three or more.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ReaderAgreement : ITableResult
{
    /// <summary>Names of the readers.</summary>
    public required ImmutableArray<string> Readers { get; init; }

    /// <summary>Categories in order.</summary>
    public required ImmutableArray<string> Levels { get; init; }

    /// <summary>What is read, plural, such as <c>procedures</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Every two readers with their kappa and the table of their ratings, first reader by second.</summary>
    internal ImmutableArray<ReaderPair> Pairs { get; init; } = [];

    /// <summary>Fleiss' kappa; null for two readers.</summary>
    public KappaEstimate? Fleiss { get; init; }

    /// <summary>Number of patients to whom the rows belong; null where rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Rows left out, and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>The options used.</summary>
    public required ReaderAgreementOptions Options { get; init; }

    /// <summary>Labels and footnotes of the analysis set.</summary>
    internal SetLabels Words { get; init; } = SetLabels.None;

    /// <summary>Agreement of all readers: Fleiss' kappa, of two readers Cohen's.</summary>
    public KappaEstimate Kappa => Fleiss ?? Pairs[0].Kappa;

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string level = NumberFormat.Level(Options.ConfidenceLevel);
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (Fleiss is not null) rows.Add(Row("All readers", Fleiss));
        foreach (ReaderPair pair in Pairs) rows.Add(Row($"{Name(pair.First)} and {Name(pair.Second)}", pair.Kappa));
        return new SummaryTable
        {
            Title = $"Agreement of readers: {Unit}",
            Columns = [new("Readers", TableAlignment.Left), new("n"), new("Agreement"), new("By chance"),
                new($"Kappa\n({level} CI)") { Name = "Kappa" }],
            Rows = rows.ToImmutable(),
            Footnotes = Words.Notes(
            [
                $"Categories: {string.Join(", ", Levels)}. Two readers: {Pairs[0].Kappa.Kappa.Name}"
                    + (Fleiss is null ? "." : "; all: Fleiss' kappa."),
                Clusters is int clusters
                    ? $"{Wording.Capital(Unit)} of {Wording.Count(clusters, "patients")}; the interval allows for it."
                    : $"The {Unit} are taken as independent.",
                .. Excluded.Select(e => $"Left out, n = {e.Count}: {Unit} with {e.Reason}."),
            ]),
        };

        string Name(string reader) => Words.Labels.GetValueOrDefault(reader, reader);
    }

    private TableRow Row(string label, KappaEstimate kappa) => new([
        label, new TableCell(NumberFormat.Fixed(kappa.N, 0)) { Count = kappa.N, Unit = Unit, Statistic = "n", Value = kappa.N },
        new TableCell(NumberFormat.Percent(kappa.Observed)) { Value = kappa.Observed, Statistic = "agreement" },
        new TableCell(NumberFormat.Percent(kappa.Expected)) { Value = kappa.Expected, Statistic = "agreement by chance" },
        new TableCell(kappa.Kappa.Value is null
            ? NumberFormat.NotEstimable
            : $"{NumberFormat.Fixed(kappa.Kappa.Value, 2)} ({NumberFormat.Interval(kappa.Kappa.Lower, kappa.Kappa.Upper, 2)})")
        {
            Value = kappa.Kappa.Value, Statistic = "kappa",
            Values = [new("kappa", kappa.Kappa.Value), new("lower", kappa.Kappa.Lower), new("upper", kappa.Kappa.Upper)],
            Note = kappa.Kappa.Value is null ? kappa.Kappa.Note : null,
        }]) { Variable = label };

    /// <summary>Every number of the table in a row of its own.</summary>
    public DataFrame ToDataFrame() => TableNumbers.Of(ToTable());

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}

/// <summary>Agreement of two readers.</summary>
/// <param name="First">The first reader.</param>
/// <param name="Second">The second reader.</param>
/// <param name="Kappa">Kappa.</param>
/// <param name="Counts">Ratings, categories of the first reader by categories of the second, row by row.</param>
internal sealed record ReaderPair(string First, string Second, KappaEstimate Kappa, ImmutableArray<ImmutableArray<int>> Counts);
