using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Planning;

namespace NotebookKit.Survival.Models;

/// <summary>Reads the columns of a model from a data frame and leaves out incomplete rows, counting why.</summary>
internal sealed class ModelFrameReader(DataFrame frame, SurvivalFormula formula, string unit)
{
    /// <summary>Whether the status column holds causes, each an event of its own, and not event or censored.</summary>
    public bool HasCauses { get; init; }

    /// <summary>Cause that means censored; null where no row is censored.</summary>
    public string? CensoredValue { get; init; }

    /// <summary>Whether the result depends on who is censored, so that a value that no row holds must be a mistake.</summary>
    public bool NeedsCensored { get; init; }

    /// <summary>Order of the levels of a stratum by the name of its column; strata not named come sorted.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<string>> StratumOrder { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Labels of columns for readers; a column without one goes by its name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Column of the patient where it was declared, of whom a note speaks where rows are taken as independent; else <c>patient_id</c>.
    /// </summary>
    public string? Patient { get; init; }

    /// <summary>
    /// Whether the time column holds times, of which nearly equal ones are made equal, and not another outcome. The default value is true.
    /// </summary>
    public bool HasTimes { get; init; } = true;

    /// <summary>Whether covariates may change with time, <c>tt(x)</c>, or be smooth terms, <c>pspline(x)</c>.</summary>
    public bool AllowsTimeFunctions { get; init; }

    private readonly SurvivalFormula _model = formula.Expand(frame);
    private readonly ColumnReader _reader = new(frame);
    private readonly List<(string Reason, Func<int, bool> Applies)> _checks = [];
    private readonly List<string> _notes = [];

    public ModelFrame Read()
    {
        if (!AllowsTimeFunctions && TimeFunctions.Any(_model))
            throw new ArgumentException(
                $"{_model}: tt() belongs to Cox models. Split follow-up (SplitFollowUp) and give the column its value in each stretch.");
        if (!AllowsTimeFunctions && _model.Terms.FirstOrDefault(t => t.Variables[0].Transform?.Spline is not null) is { } smooth)
            throw new ArgumentException(
                $"{smooth} belongs to Cox models, fitted by Cox(). Here take ns(), bs() or rcs() of the column.");
        if (HasCauses && _model.Status is null) throw new ArgumentException("A competing-risks model needs a column of causes.");
        if (HasCauses && _model.EventValue is not null)
            throw new ArgumentException($"A competing-risks model takes the column of causes alone; found {_model}.");
        double[] time = Numbers(_model.Time, "time", required: _model.TimeUpper is null);
        double[] upper = _model.TimeUpper is { } u ? Numbers(u, "upper limit", required: false) : [];
        if (upper.Length > 0)
            _checks.Add(
                ($"missing time (columns '{_model.Time}' and '{_model.TimeUpper}')", i => double.IsNaN(time[i]) && double.IsNaN(upper[i])));
        sbyte[] status = _model.Status is { } s && !HasCauses ? Status(s) : [];
        CategoryColumn? cause = HasCauses ? Causes() : null;
        double[] entry = _model.Entry is { } e ? Numbers(e, "entry time") : [];
        if (entry.Length > 0) _checks.Add(($"entry not before exit (columns '{_model.Entry}', '{_model.Time}')", i => entry[i] >= time[i]));
        double[] weights = _model.Weights is { } w ? Weights(w) : [];
        double[][] offsets = [.. _model.Offsets.Select(o => Numbers(o, "offset"))];
        CategoryColumn? cluster = _model.Cluster is { } c ? Categories(c, "cluster") : null;
        CategoryColumn[] strata = [.. _model.Strata.Select(x => Categories(x, "stratum", StratumOrder.GetValueOrDefault(x, [])))];
        Dictionary<string, (double[]? Numbers, CategoryColumn? Codes)> raw = ReadVariables();
        int[] rows = Keep(out ImmutableArray<ExcludedRows> excluded);

        List<string> notes = [.. _notes];
        var variables = new Dictionary<string, VariableValues>(StringComparer.Ordinal);
        foreach (ModelVariable variable in Variables()) variables[variable.Key] = Select(variable, raw[variable.Key], rows, notes);
        (int[] stratumCodes, ImmutableArray<string> stratumNames) = CombineStrata(strata, rows);
        double[] usedTime = Pick(time, rows), usedEntry = Pick(entry, rows);
        if (upper.Length == 0 && HasTimes) MergeNearTies(usedTime, usedEntry);
        AddPatientNote(rows, notes);
        if (_model.Entry is null) AddBiasNotes(variables, strata, notes);
        ImmutableArray<string> causes = cause is null ? [] : [.. cause.Levels.Where(l => l != CensoredValue)];
        if (cause is not null && causes.Length == 0)
            throw new ArgumentException($"Column '{_model.Status}' holds no event: every value is {CensoredValue}, which means censored.");
        return new ModelFrame
        {
            Causes = causes, CensoredValue = CensoredValue,
            CauseCodes = cause is null ? [] : [.. rows.Select(i => causes.IndexOf(cause.Levels[cause.Codes[i]]) + 1)],
            Model = _model, Labels = Labels, Unit = unit, Variables = variables,
            Columns = DesignColumns.Build(_model.Terms, _model.Strata, variables, rows.Length, Labels),
            Excluded = excluded, Notes = [.. notes], Rows = rows,
            Time = usedTime, TimeUpper = Pick(upper, rows), IsEvent = status.Length == 0 ? [] : Array.ConvertAll(rows, i => status[i] == 1),
            Entry = usedEntry,
            Weights = Pick(weights, rows), Offset = Sum(offsets, rows), Strata = stratumCodes, StratumNames = stratumNames,
            Clusters = cluster is null ? [] : Dense(Pick([.. cluster.Codes], rows)),
        };
    }

    private IEnumerable<ModelVariable> Variables() =>
        _model.Terms.SelectMany(t => t.Variables).GroupBy(v => v.Key)
            .Select(g => g.FirstOrDefault(v => v.Levels.Length > 0) ?? g.FirstOrDefault(v => v.IsFactor) ?? g.First());

    private Dictionary<string, (double[]? Numbers, CategoryColumn? Codes)> ReadVariables()
    {
        var raw = new Dictionary<string, (double[]?, CategoryColumn?)>(StringComparer.Ordinal);
        foreach (ModelVariable variable in Variables())
            raw[variable.Key] = variable.Transform is not null ? (Numbers(variable.Column, "value"), null) : variable.IsFactor
                || !ColumnReader.IsNumeric(_reader.Column(variable.Column))
                ? (null, Categories(variable.Column, "value"))
                : (Numbers(variable.Column, "value"), null);
        return raw;
    }

    private double[] Numbers(string name, string what, bool required = true)
    {
        double[] values = _reader.NumbersOrNaN(name);
        int bad = Array.FindIndex(values, double.IsInfinity);
        if (bad >= 0 && required)
            throw new InvalidDataException(
                $"Column '{name}', row {ColumnReader.ExcelRow(bad)}: found an infinite number; expected a finite one.");
        if (required && Array.Exists(values, double.IsNaN))
            _checks.Add(($"missing {what} (column '{name}')", i => double.IsNaN(values[i])));
        return values;
    }

    private double[] Weights(string name)
    {
        double[] values = Numbers(name, "weight");
        int bad = Array.FindIndex(values, v => v < 0);
        if (bad >= 0)
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"Column '{name}', row {ColumnReader.ExcelRow(bad)}: found weight {values[bad]}; expected a positive number."));
        _checks.Add(($"weight 0 (column '{name}')", i => values[i] == 0));
        return values;
    }

    private CategoryColumn Categories(string name, string what, ImmutableArray<string> order = default)
    {
        CategoryColumn column = _reader.Categories(name, order.IsDefaultOrEmpty ? null : order);
        if (column.Codes.AsSpan().Contains(-1)) _checks.Add(($"missing {what} (column '{name}')", i => column.Codes[i] < 0));
        return column;
    }

    /// <summary>The causes; a value for censored that no row holds would make a cause of those who are censored.</summary>
    private CategoryColumn Causes()
    {
        CategoryColumn causes = Categories(_model.Status!, "cause");
        if (!NeedsCensored || CensoredValue is null || causes.Levels.Contains(CensoredValue) || causes.Levels.Length == 0) return causes;
        throw new ArgumentException(
            $"No row of column '{_model.Status}' holds '{CensoredValue}', which means censored; it holds "
            + $"{string.Join(", ", causes.Levels.Select(l => $"'{l}'"))}. "
            + $"Say which value means censored, as in the options new() {{ CensoredValue = \"{LikelyCensored(causes)}\" }}; CensoredValue "
            + "= null says that nobody was censored.");
    }

    private static string LikelyCensored(CategoryColumn causes) =>
        causes.Levels.FirstOrDefault(l => l.Contains("cens", StringComparison.OrdinalIgnoreCase)
            || l.Contains("alive", StringComparison.OrdinalIgnoreCase))
        ?? causes.Levels.FirstOrDefault(l => l is "none" or "no" or "No" or "None" or "0.0") ?? "…";

    private sbyte[] Status(string name)
    {
        if (_model.EventValue is { } value) return StatusOf(name, value);
        sbyte[] status = SurvivalCohortReader.Status(_reader, new SurvivalColumns(_model.Time, name) { EventCoding = _model.EventCoding });
        _checks.Add(($"missing status (column '{name}')", i => status[i] < 0));
        return status;
    }

    /// <summary>1 where the status is a value, 0 where it is another, −1 where it is missing.</summary>
    private sbyte[] StatusOf(string name, string value)
    {
        CategoryColumn column = Categories(name, "status");
        int code = column.Levels.IndexOf(value);
        if (code < 0)
            throw new ArgumentException(
                $"Column '{name}' never holds '{value}', which the formula takes for the event; it holds "
                    + $"{string.Join(", ", column.Levels)}.");
        _notes.Add($"{name}: {value} is the event; {string.Join(", ", column.Levels.Where(l => l != value))} count as censored.");
        return [.. column.Codes.Select(c => (sbyte)(c < 0 ? -1 : c == code ? 1 : 0))];
    }

    private int[] Keep(out ImmutableArray<ExcludedRows> excluded)
    {
        int[] counts = new int[_checks.Count];
        var kept = new List<int>(_reader.RowCount);
        for (int i = 0; i < _reader.RowCount; i++)
        {
            int reason = 0;
            while (reason < counts.Length && !_checks[reason].Applies(i)) reason++;
            if (reason < counts.Length) counts[reason]++;
            else kept.Add(i);
        }
        excluded = [.. _checks.Select((c, k) => new ExcludedRows(c.Reason, counts[k])).Where(x => x.Count > 0)];
        if (kept.Count == 0)
            throw new InvalidDataException(
                $"No {unit} left to analyse: the frame has "
                    + $"{_reader.RowCount} rows{string.Concat(excluded.Select(x => $"; {x.Count} left out: {x.Reason}"))}.");
        return [.. kept];
    }

    private static VariableValues Select(ModelVariable variable, (double[]? Numbers, CategoryColumn? Codes) raw, int[] rows,
        List<string> notes)
    {
        if (raw.Numbers is not null)
        {
            double[] numbers = Pick(raw.Numbers, rows);
            return new VariableValues(variable) { Numbers = numbers, Basis = variable.Transform?.Fit(variable.Column, numbers, rows) };
        }
        CategoryColumn column = raw.Codes!;
        int[] codes = Pick([.. column.Codes], rows);
        bool[] used = new bool[column.Levels.Length];
        foreach (int code in codes) used[code] = true;
        string[] stray = [.. variable.Levels.Where(l => !column.Levels.Contains(l))];
        if (stray.Length > 0)
            throw new ArgumentException(
                $"Column '{variable.Column}' has no level '{stray[0]}'; levels are: {string.Join(", ", column.Levels)}.");
        string[] empty = [.. column.Levels.Where((_, l) => !used[l])];
        if (empty.Length > 0) notes.Add($"{variable.Column}: no row left in level {string.Join(", ", empty)}.");
        int[] order = [.. variable.Levels.Select(l => column.Levels.IndexOf(l)).Concat(Enumerable.Range(0, used.Length)).Distinct()
            .Where(l => used[l])];
        int[] position = new int[used.Length];
        for (int k = 0; k < order.Length; k++) position[order[k]] = k;
        return new VariableValues(variable) { Codes = Array.ConvertAll(codes, c => position[c]),
            Levels = [.. order.Select(l => column.Levels[l])] };
    }

    private static (int[] Codes, ImmutableArray<string> Names) CombineStrata(CategoryColumn[] strata, int[] rows)
    {
        if (strata.Length == 0) return ([], [""]);
        long[] combined = [.. rows.Select(i => strata.Aggregate(0L, (key, s) => key * s.Levels.Length + s.Codes[i]))];
        long[] distinct = [.. combined.Distinct().Order()];
        var code = distinct.Select((key, k) => (key, k)).ToDictionary(x => x.key, x => x.k);
        string Name(long key)
        {
            var parts = new Stack<string>();
            foreach (CategoryColumn s in Enumerable.Reverse(strata))
            {
                parts.Push($"{s.Name}={s.Levels[(int)(key % s.Levels.Length)]}");
                key /= s.Levels.Length;
            }
            return string.Join(", ", parts);
        }
        return (Array.ConvertAll(combined, key => code[key]), [.. distinct.Select(Name)]);
    }

    private static void MergeNearTies(double[] time, double[] entry)
    {
        int[] order = SortOrder.Of(time, out double[] ascending);
        NearTies.MakeEqual(ascending, entry.Length > 0 ? entry : null);
        for (int k = 0; k < order.Length; k++) time[order[k]] = ascending[k];
        int empty = Enumerable.Range(0, entry.Length).FirstOrDefault(i => entry[i] >= time[i], -1);
        if (empty >= 0)
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"An interval has no length: entry and exit {time[empty]} differ by rounding error alone. Use whole days."));
    }

    private void AddPatientNote(int[] rows, List<string> notes)
    {
        string patient = Patient ?? "patient_id";
        if (_model.Cluster is not null || !_reader.Has(patient)) return;
        CategoryColumn patients = _reader.Categories(patient);
        int distinct = rows.Select(i => patients.Codes[i]).Where(code => code >= 0).Distinct().Count();
        if (distinct > 0 && distinct < rows.Length)
            notes.Add($"{rows.Length} {unit} of {distinct} patients are treated as independent: standard errors and P values are too small "
                + "when outcomes within a patient are alike. "
                + (Patient is null ? "Add cluster(patient_id)." : "Independent() asked for it."));
    }

    private static void AddBiasNotes(Dictionary<string, VariableValues> variables, CategoryColumn[] strata, List<string> notes)
    {
        IEnumerable<(string Column, ImmutableArray<string> Levels)> groups =
            [.. variables.Select(v => (v.Key, v.Value.Levels)),
                .. strata.Where(s => !variables.ContainsKey(s.Name)).Select(s => (s.Name, s.Levels))];
        foreach ((string column, ImmutableArray<string> levels) in groups)
            if (GuaranteeTimeBias.Warn(column, levels) is { } bias) notes.Add(bias);
    }

    private static double[] Sum(double[][] offsets, int[] rows) => offsets.Length == 0 ? [] : [.. rows.Select(i => offsets.Sum(o => o[i]))];

    private static int[] Dense(int[] codes)
    {
        int[] position = new int[codes.Max() + 1];
        int next = 0;
        int[] dense = new int[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            if (position[codes[i]] == 0) position[codes[i]] = ++next;
            dense[i] = position[codes[i]] - 1;
        }
        return dense;
    }

    private static T[] Pick<T>(T[] values, int[] rows)
    {
        if (values.Length is 0 || values.Length == rows.Length) return values; // rows ascend
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
