using NotebookKit.Adjusted.Scores;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>A test of a long laboratory table, one row per value.</summary>
/// <param name="Quantity">What is measured.</param>
/// <param name="Test">Value of the column of tests, such as <c>bilirubin_total</c>.</param>
/// <param name="Unit">Unit wanted; values in another unit of the quantity are converted.</param>
public sealed record LabTest(LabQuantity Quantity, string Test, string Unit);

/// <summary>Columns of a long laboratory table. The default values are those of the template <c>labs.csv</c>.</summary>
public sealed record LabLayout
{
    /// <summary>Column of the test. The default value is <c>test</c>.</summary>
    public string Test { get; init; } = "test";

    /// <summary>Column of the value. The default value is <c>value</c>.</summary>
    public string Value { get; init; } = "value";

    /// <summary>Column of the unit. The default value is <c>unit</c>.</summary>
    public string Unit { get; init; } = "unit";

    /// <summary>Column of the upper limit of normal; null for none. The default value is <c>uln</c>.</summary>
    public string? Upper { get; init; } = "uln";

    /// <summary>Column of the lower limit of normal; null for none. The default value is <c>lln</c>.</summary>
    public string? Lower { get; init; } = "lln";
}

/// <summary>One test of a long table after its units were made equal.</summary>
/// <param name="Test">The test.</param>
/// <param name="N">Values in the unit wanted.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Units">Units found, with their number of values.</param>
public sealed record LabTestSummary(LabTest Test, int N, int Missing, ImmutableArray<(string Unit, int N)> Units);

/// <summary>Laboratory values of a long table, each test in one unit, with what did not fit.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LabValueTable : AdjustedResult
{
    /// <summary>The rows of the tests asked for; value and limits of normal are in the unit wanted, doubtful values are missing.</summary>
    public required DataFrame Data { get; init; }

    /// <summary>One entry per test.</summary>
    public required ImmutableArray<LabTestSummary> Tests { get; init; }

    /// <summary>
    /// Values left out: without unit, in a unit the quantity does not have, negative, or of a size that fits another unit.
    /// </summary>
    public required ImmutableArray<LabFinding> Findings { get; init; }

    internal LabLayout Layout { get; init; } = new();

    /// <summary>One row per sample: a column per test, named as the test, with <c>_uln</c> and <c>_lln</c> beside it.</summary>
    /// <param name="keys">Columns that tell samples apart, such as <c>procedure_id</c> and <c>day</c>.</param>
    /// <exception cref="ArgumentException">A column is unknown, or none is named.</exception>
    /// <exception cref="InvalidDataException">A sample has two values of one test.</exception>
    public DataFrame Wide(params IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0) throw new ArgumentException("Name the columns that tell samples apart, such as patient_id and day.");
        var reader = new ColumnReader(Data);
        string?[][] key = [.. keys.Select(reader.Texts)];
        string?[] tests = reader.Texts(Layout.Test);
        double?[] value = reader.Numbers(Layout.Value);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var cell = new Dictionary<(int Sample, string Test), int>();
        var rows = new List<int>();
        for (int i = 0; i < value.Length; i++)
        {
            string id = string.Join("\u001f", key.Select(k => k[i]));
            if (!first.TryGetValue(id, out int sample))
            {
                first[id] = sample = rows.Count;
                rows.Add(i);
            }
            if (value[i] is not null && !cell.TryAdd((sample, tests[i]!), i))
                throw new InvalidDataException($"{string.Join(", ", keys.Zip(key, (n, k) => $"{n} {k[i]}"))} has two values of {tests[i]}: "
                    + FormattableString.Invariant(
                        $"{value[cell[(sample, tests[i]!)]]} and {value[i]}. Keep one, or name a further column that tells them apart."));
        }
        DataFrame samples = FrameShaping.Select(FrameShaping.Rows(Data, rows), keys);
        foreach (LabTestSummary t in Tests)
        {
            Add(t.Test.Test, value);
            if (Layout.Upper is { } upper) Add(t.Test.Test + "_uln", reader.Numbers(upper));
            if (Layout.Lower is { } lower) Add(t.Test.Test + "_lln", reader.Numbers(lower));

            void Add(string name, double?[] from) => samples.Columns.Add(
                new DoubleDataFrameColumn(name, rows.Select((_, s) => cell.TryGetValue((s, t.Test.Test), out int i) ? from[i] : null)));
        }
        return samples;
    }

    internal static LabValueTable Read(AnalysisSet set, IReadOnlyList<LabTest> tests, LabLayout layout)
    {
        if (tests.Count == 0)
            throw new ArgumentException("Name at least one test, such as new(LabQuantity.Bilirubin, \"bilirubin_total\", \"mg/dL\").");
        var reader = new ColumnReader(set.Frame);
        string?[] names = reader.Texts(layout.Test), units = reader.Texts(layout.Unit);
        double?[] value = reader.Numbers(layout.Value), upper = Limits(layout.Upper), lower = Limits(layout.Lower);
        var known = names.OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (LabTest t in tests)
            if (!known.Contains(t.Test))
                throw new ArgumentException(
                    $"Column '{layout.Test}' has no test '{t.Test}'; found {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        var findings = new List<LabFinding>();
        var summaries = new List<LabTestSummary>();
        foreach (LabTest t in tests)
        {
            double wanted = LabUnits.Factor(t.Quantity, t.Unit);
            int[] own = [.. Enumerable.Range(0, names.Length).Where(i => names[i] == t.Test)];
            foreach (int i in own)
            {
                if (value[i] is not { } v) continue;
                string? doubt = units[i] is not { } u ? "without a unit" : !LabUnits.IsKnown(t.Quantity, u)
                    ? $"in a unit {t.Quantity} does not have"
                    : LabUnits.Doubt(t.Quantity, v, u);
                if (doubt is not null)
                {
                    findings.Add(new LabFinding(t.Test, ColumnReader.ExcelRow(i), v, units[i] ?? "", doubt));
                    (value[i], upper[i], lower[i]) = (null, null, null);
                    continue;
                }
                double factor = LabUnits.Factor(t.Quantity, units[i]!) / wanted;
                if (factor != 1) (value[i], upper[i], lower[i]) = (LabUnits.Digits(v * factor, 12), upper[i] * factor, lower[i] * factor);
            }
            summaries.Add(
                new LabTestSummary(t, own.Count(i => value[i] is not null),
                    own.Count(i => value[i] is null) - findings.Count(f => f.Column == t.Test),
                [.. own.Where(i => value[i] is not null).GroupBy(i => units[i]!, StringComparer.Ordinal).OrderByDescending(g => g.Count())
                    .Select(g => (g.Key, g.Count()))]));
        }
        int[] kept = [.. Enumerable.Range(0, names.Length).Where(i => tests.Any(t => t.Test == names[i]))];
        DataFrame data = FrameShaping.Rows(set.Frame, kept);
        Put(layout.Value, value);
        if (layout.Upper is { } a) Put(a, upper);
        if (layout.Lower is { } b) Put(b, lower);
        data.Columns[layout.Unit] = new StringDataFrameColumn(layout.Unit, kept.Select(i => tests.First(t => t.Test == names[i]).Unit));
        string[] others = [.. known.Where(n => tests.All(t => t.Test != n)).Order(StringComparer.Ordinal)];
        return new LabValueTable
        {
            Data = data, Tests = [.. summaries], Findings = [.. findings], Layout = layout, Unit = set.Unit,
            Notes = others.Length == 0 ? [] : [$"Tests not asked for: {string.Join(", ", others)}."],
        };

        double?[] Limits(string? column) => column is null ? new double?[names.Length] : reader.Numbers(column);

        void Put(string column, double?[] all) => data.Columns[column] = new DoubleDataFrameColumn(column, kept.Select(i => all[i]));
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => Data;

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Laboratory values, each test in one unit",
        Columns = [new("Test", TableAlignment.Left), new("Unit", TableAlignment.Left), new("Values"),
            new("Units found", TableAlignment.Left), new("Missing"), new("Left out")],
        Rows =
        [
            .. Tests.Select(
                t => new TableRow(
                    [t.Test.Test, t.Test.Unit, Count(t.N),
                        string.Join(", ", t.Units.Select(u => FormattableString.Invariant($"{u.Unit} {u.N}"))),
                Count(t.Missing), Count(Findings.Count(f => f.Column == t.Test.Test))])),
        ],
        Footnotes =
        [
            .. Findings.Take(20)
                .Select(f => FormattableString.Invariant($"{f.Column}, row {f.Row}: {f.Value} {f.Unit} is {f.Message}; left out.")),
            .. Findings.Length > 20 ? new[] { $"{Findings.Length - 20} more values left out; see Findings." } : [], .. Footnotes(),
        ],
    };

    private static TableCell Count(int n) => new(n.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = n, Count = n };
}
