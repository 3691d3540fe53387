using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.AnalysisSets;

/// <summary>Rows in memory: the reference that every other source is compared with.</summary>
internal sealed class FrameSource(DataFrame frame) : IAnalysisSource
{
    public string? Origin => null;

    public bool PrefersCounts => false;

    public long Rows => frame.Rows.Count;

    public CountedRows Count(CountQuery query)
    {
        var reader = new ColumnReader(frame);
        CategoryColumn[] columns = [.. query.By.Select(name => reader.Categories(name))];
        var place = new Dictionary<long, int>();
        var (first, counts) = (new List<int>(), new List<long>());
        for (int i = 0; i < reader.RowCount; i++)
        {
            long key = 0;
            foreach (CategoryColumn column in columns) key = checked(key * (column.Levels.Length + 1) + column.Codes[i] + 1);
            if (!place.TryGetValue(key, out int at))
            {
                place[key] = at = first.Count;
                first.Add(i);
                counts.Add(0);
            }
            counts[at]++;
        }
        return new CountedRows(FrameShaping.Rows(FrameShaping.Select(frame, [.. query.By]), first), [.. counts]);
    }

    public long Distinct(string column) => new ColumnReader(frame).Categories(column).Levels.Length;

    public DataFrame Fetch(params ImmutableArray<string> columns) => frame;

    public void Require(string unit, string? key, string? patient, string? subject = null)
    {
        if (key is not null) KeyCheck.Require(frame, unit, key, patient);
        UnitCheck.Require(frame, unit, patient, subject);
    }

    public void RequireColumn(string column) => new ColumnReader(frame).Column(column);

    public IEnumerable<(string Column, DateTime First, DateTime Last)> Dates() =>
        from column in frame.Columns.OfType<PrimitiveDataFrameColumn<DateTime>>()
        where column.Any(d => d is not null)
        select (column.Name, column.Min(d => d)!.Value, column.Max(d => d)!.Value);

    public IAnalysisSource Where(string column, IReadOnlyCollection<string> values) =>
        new FrameSource(FrameShaping.Where(frame, column, values));

    public IAnalysisSource WithValues(IReadOnlyCollection<string> columns)
    {
        var reader = new ColumnReader(frame);
        string?[][] texts = [.. columns.Select(reader.Texts)];
        return new FrameSource(
            FrameShaping.Rows(frame, [.. Enumerable.Range(0, reader.RowCount).Where(i => texts.All(t => t[i] is not null))]));
    }

    public IAnalysisSource FirstOf(string column, string first) => new FrameSource(FirstRows.Of(frame, column, first));

    public IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names) =>
        new FrameSource(FrameShaping.Rename(frame, column, names));
}
