using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Lays a cohort description out as a table.</summary>
internal sealed class DescriptionTable
{
    private readonly CohortDescription _description;
    private readonly DescriptionOptions _options;
    private readonly bool _showsUnit;
    private readonly bool _clustered;

    private DescriptionTable(CohortDescription description)
    {
        this._description = description;
        _options = description.Options;
        _showsUnit = description.Sections.Length > 1;
        _clustered = description.Sections.Any(s => s.Clusters is not null);
    }

    public static SummaryTable Write(CohortDescription description) => new DescriptionTable(description).Write();

    private SummaryTable Write() => new()
    {
        Title = _options.Title,
        Columns = Columns(),
        Rows = [.. _description.Sections.SelectMany(Rows)],
        Footnotes = DescriptionNotes.Of(_description),
    };

    private ImmutableArray<TableColumn> Columns()
    {
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        columns.Add(new TableColumn("Characteristic", TableAlignment.Left));
        if (_showsUnit) columns.Add(new TableColumn("Unit", TableAlignment.Left));
        for (int b = 0; b < _description.Sections[0].Blocks.Length; b++)
        {
            DescriptionBlock block = _description.Sections[0].Blocks[b];
            foreach (int g in GroupsShown(block))
            {
                string name = g < 0 ? CohortDescription.OverallName : block.Groups[g];
                columns.Add(new TableColumn($"{name}\n{Sizes(b, g)}") { Name = name, Spanner = block.Stratum });
            }
            foreach (ComparisonColumn c in ComparisonColumn.Of(_options, block.Groups, _clustered))
                columns.Add(new TableColumn(c.Header) { Name = c.Name, Spanner = block.Stratum });
        }
        return columns.ToImmutable();
    }

    private string Sizes(int block, int group)
    {
        IEnumerable<(int N, string Unit)> sizes = _description.Sections.DistinctBy(s => s.Unit).Select(s =>
            (group < 0 ? s.Blocks[block].Total : s.Blocks[block].Sizes[group], s.Unit));
        if (_options.Weights is not null)
        {
            ImmutableArray<double> weighted = _description.Sections[0].Blocks[block].WeightedSizes;
            sizes = sizes.Select(
                s => (s.N, $"{s.Unit}\nweighted {NumberFormat.Fixed(group < 0 ? weighted.Sum() : weighted[group], 1, _options.Style)}"));
        }
        return _showsUnit
            ? string.Join('\n', sizes.Select(s => Wording.Count(s.N, s.Unit, _options.Style)))
            : string.Join('\n', sizes.Select(s => $"N = {Wording.Count(s.N, s.Unit, _options.Style)}"));
    }

    // without groups the one column is all rows
    private IEnumerable<int> GroupsShown(DescriptionBlock block)
    {
        bool grouped = _description.Sections[0].By is not null;
        if (_options.Overall || !grouped) yield return -1;
        if (!grouped) yield break;
        for (int g = 0; g < block.Groups.Length; g++) yield return g;
    }

    private IEnumerable<TableRow> Rows(DescriptionSection section)
    {
        for (int v = 0; v < section.Blocks[0].Variables.Length; v++)
        {
            VariableDescription[] blocks = [.. section.Blocks.Select(b => b.Variables[v])];
            string? heading = blocks[0].Heading;
            if (heading is not null && (v == 0 || section.Blocks[0].Variables[v - 1].Heading != heading)) yield return Heading(heading);
            IEnumerable<TableRow> rows = blocks[0] is ContinuousDescription
                ? ContinuousRows(section, [.. blocks.Cast<ContinuousDescription>()])
                : CategoricalRows(section, [.. blocks.Cast<CategoricalDescription>()]);
            foreach (TableRow row in rows) yield return heading is null ? row : row with { Indent = row.Indent + 1 };
        }
    }

    private IEnumerable<TableRow> ContinuousRows(DescriptionSection section, ContinuousDescription[] blocks)
    {
        ContinuousDescription first = blocks[0];
        bool single = first.Patterns.Length == 1;
        if (!single) yield return Row(section, blocks, first.Label, null, 0, (_, _) => TableCell.Empty, b => b.Comparison);
        foreach (StatisticPattern pattern in first.Patterns)
        {
            string statistic = pattern.Label(_options.Style);
            yield return Row(section, blocks, single ? $"{first.Label}, {statistic}" : statistic, null, single ? 0 : 1, (b, g) =>
            {
                ContinuousSummary summary = g < 0 ? blocks[b].Overall : blocks[b].Groups[g];
                return new TableCell(pattern.Text(summary, blocks[b].Decimals, _options.Style))
                {
                    Statistic = statistic, Unit = section.Unit, Count = summary.N, Denominator = summary.Rows,
                    Value = pattern.Values(summary) is [{ } value, ..] ? value.Value : null, Values = pattern.Values(summary),
                };
            }, b => single ? b.Comparison : null);
        }
        if (ShowsMissing(blocks.Any(b => b.Overall.Missing > 0)))
            yield return Row(section, blocks, _options.MissingLabel, null, 1, (b, g) =>
            {
                ContinuousSummary summary = g < 0 ? blocks[b].Overall : blocks[b].Groups[g];
                return Count(summary.Missing, summary.Rows, section.Unit);
            });
    }

    private IEnumerable<TableRow> CategoricalRows(DescriptionSection section, CategoricalDescription[] blocks)
    {
        CategoricalDescription first = blocks[0];
        bool anyMissing = blocks.Any(b => b.Overall.Missing > 0);
        bool fraction = _options.ShowDenominators ?? (_showsUnit || _options.Percent != PercentOf.Column
            || (_options.Denominator == DenominatorRule.NonMissing && (anyMissing || (first.IsCheckAll && HasUnevenDenominators(blocks)))));
        string statistic = fraction ? "n/N (%)" : "n (%)";
        TableCell Cell(int b, int g, int level)
        {
            (double count, double denominator) = Proportions.Of(blocks[b], level, g, _options);
            string percent = denominator == 0 ? "" : $" ({NumberFormat.Percent(count / denominator, _options.Style)})",
                n = Proportions.Number(count, _options);
            double? proportion = denominator == 0 ? null : count / denominator;
            TableCell cell = new((fraction ? $"{n}/{Proportions.Number(denominator, _options)}" : n) + percent) { Statistic = statistic,
                Unit = section.Unit, Value = proportion };
            return _options.Weights is null ? cell with { Count = (long)count, Denominator = (long)denominator }
                : cell with { Values = [new("weighted n", count), new("weighted N", denominator), new("proportion", proportion)] };
        }

        if (first.Only is string only)
        {
            int level = first.Levels.IndexOf(only);
            yield return Row(section, blocks, $"{first.Label}, {statistic}", only, 0, (b, g) => Cell(b, g, level), b => b.Comparison);
        }
        else
        {
            yield return Row(section, blocks, $"{first.Label}, {statistic}", null, 0, (_, _) => TableCell.Empty, b => b.Comparison);
            for (int l = 0; l < first.Levels.Length; l++)
            {
                int level = l;
                yield return Row(section, blocks, first.IsCheckAll ? first.Levels[level] : first.LevelLabels[level], first.Levels[level], 1,
                    (b, g) => Cell(b, g, level),
                    b => ((CategoricalDescription)b).LevelComparisons.ElementAtOrDefault(level));
            }
        }
        if (!ShowsMissing(anyMissing)) yield break;
        yield return Row(section, blocks, _options.MissingLabel, null, 1, (b, g) =>
        {
            LevelCounts counts = g < 0 ? blocks[b].Overall : blocks[b].Groups[g];
            return _options.Denominator == DenominatorRule.AllRows
                ? Cell(b, g, first.Levels.Length)
                : Count(counts.Missing, counts.Rows, section.Unit);
        });
    }

    private TableRow Heading(string text) =>
        new([text, .. Enumerable.Repeat(TableCell.Empty, Columns().Length - 1)]) { IsHeading = true };

    private bool ShowsMissing(bool any) => _options.Missing == MissingRows.Always || (_options.Missing == MissingRows.IfAny && any);

    private static bool HasUnevenDenominators(CategoricalDescription[] blocks) =>
        blocks.Any(b => b.Groups.Any(g => g.NonMissing.Any(n => n != g.Rows)));

    private TableCell Count(int count, int rows, string unit) =>
        new(NumberFormat.Fixed(count, 0, _options.Style)) { Statistic = "missing", Unit = unit, Count = count, Denominator = rows,
            Value = count };

    private TableRow Row(
        DescriptionSection section, VariableDescription[] blocks, string label, string? level, int indent, Func<int, int, TableCell> cell,
        Func<VariableDescription, GroupComparison?>? comparison = null)
    {
        var cells = ImmutableArray.CreateBuilder<TableCell>();
        cells.Add(label);
        if (_showsUnit) cells.Add(indent == 0 ? section.Unit : "");
        for (int b = 0; b < blocks.Length; b++)
        {
            foreach (int g in GroupsShown(section.Blocks[b])) cells.Add(cell(b, g));
            foreach (ComparisonColumn c in ComparisonColumn.Of(_options, section.Blocks[b].Groups, _clustered))
                cells.Add(c.Cell(comparison?.Invoke(blocks[b]), DifferenceFormat.Of(blocks[b]), _options.Style));
        }
        return new TableRow(cells.ToImmutable()) { Indent = indent, Variable = blocks[0].Name, Level = level };
    }
}
