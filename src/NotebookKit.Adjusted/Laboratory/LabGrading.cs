using NotebookKit.Adjusted.Scores;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>Reads visits, finds each baseline and grades what follows.</summary>
internal static class LabGrading
{
    public static LabGradeTable Read(DataFrame frame, IReadOnlyList<LabMeasure> measures, LabGradeOptions options, CategoryColumn? groups,
        string unit)
    {
        if (measures.Count == 0) throw new ArgumentException("Name at least one laboratory column to grade.");
        if (!(options.LastDay > 0) || !(options.BaselineDays >= 0))
            throw new ArgumentException("The window needs a last day above 0 and a baseline of 0 or more days.");
        var reader = new ColumnReader(frame);
        double?[] day = reader.Numbers(options.Day);
        string?[] of = reader.Texts(options.Of);
        var notes = new List<string>();
        int undated = day.Zip(of).Count(x => x.First is null || x.Second is null);
        if (undated > 0) notes.Add($"{Wording.Count(undated, "rows")} without {options.Day} or {options.Of} left out.");
        var findings = new List<LabFinding>();
        ImmutableArray<LabTermGrades> terms = [.. measures.Select(m => Term(reader, m, options, day, of, groups, findings))];
        int without = terms.Max(t => t.Rows.Count(r => r.BaselineGrade is null));
        if (without > 0) notes.Add($"Up to {without} {unit} have no baseline; it counts as normal, and no shift is told for them.");
        return new LabGradeTable { Terms = terms, Groups = groups?.Levels ?? [], Findings = [.. findings], Options = options, Unit = unit,
            Notes = [.. notes] };
    }

    private static LabTermGrades Term(ColumnReader reader, LabMeasure m, LabGradeOptions options, double?[] day, string?[] of,
        CategoryColumn? groups, List<LabFinding> findings)
    {
        double factor = LabUnits.Factor(m.Quantity, m.Unit);
        double?[] value = reader.Numbers(m.Column), upper = Limits(reader, m.Upper, m.UpperColumn, value.Length),
            lower = Limits(reader, m.Lower, m.LowerColumn, value.Length);
        bool?[] anticoagulated = m.AnticoagulationColumn is { } a ? reader.Booleans(a) : new bool?[value.Length];
        if (Ctcae.NeedsUpperLimit(m.Quantity, options.Version) && m.Upper is null && m.UpperColumn is null)
            throw new ArgumentException($"{m.Column}: {Ctcae.Term(m.Quantity)} needs the upper limit of normal; set Upper or UpperColumn.");
        if (Ctcae.NeedsLowerLimit(m.Quantity) && m.Lower is null && m.LowerColumn is null)
            throw new ArgumentException($"{m.Column}: {Ctcae.Term(m.Quantity)} needs the lower limit of normal; set Lower or LowerColumn.");
        var byUnit = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < value.Length; i++)
        {
            if (day[i] is null || of[i] is not { } key) continue;
            if (!byUnit.TryGetValue(key, out List<int>? rows)) byUnit[key] = rows = [];
            if (value[i] is not { } v) continue;
            if (LabUnits.Doubt(m.Quantity, v, m.Unit) is { } doubt)
            {
                findings.Add(new LabFinding(m.Column, ColumnReader.ExcelRow(i), v, m.Unit, doubt));
                continue;
            }
            rows.Add(i);
        }
        return new LabTermGrades(m.Quantity, Ctcae.Term(m.Quantity), [.. byUnit.Select(u =>
        {
            int first = Array.IndexOf(of, u.Key);
            string? group = groups is null || groups.Codes[first] < 0 ? null : groups.Levels[groups.Codes[first]];
            int? baselineRow = u.Value.Where(i => day[i] <= 0 && day[i] >= -options.BaselineDays).OrderByDescending(i => day[i])
                .ThenByDescending(i => i).Select(i => (int?)i).FirstOrDefault();
            double? baseline = baselineRow is { } b ? value[b] * factor : null;
            int[] after = [.. u.Value.Where(i => day[i] > 0 && day[i] <= options.LastDay)];
            LabReference At(int i, double? before) =>
                new() { UpperLimit = upper[i] * factor, LowerLimit = lower[i] * factor, Baseline = before,
                    OnAnticoagulation = anticoagulated[i] == true };
            int? baselineGrade = baselineRow is { } r
                ? Ctcae.Grade(options.Version, m.Quantity, baseline!.Value, At(r, null) with { OnAnticoagulation = false })
                : null;
            int? worst = after.Length == 0
                ? null
                : after.Max(i => Ctcae.Grade(options.Version, m.Quantity, value[i]!.Value * factor, At(i, baseline)));
            return new LabGradeRow(u.Key, group, baselineGrade, worst, after.Length);
        })]);
    }

    private static double?[] Limits(ColumnReader reader, double? limit, string? column, int n) =>
        column is not null ? reader.Numbers(column) : [.. Enumerable.Repeat(limit, n)];
}
