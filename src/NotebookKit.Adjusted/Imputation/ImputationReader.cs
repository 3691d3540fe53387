using NotebookKit.Adjusted.Reading;

namespace NotebookKit.Adjusted.Imputation;

/// <summary>From the formula of an analysis to its imputation model, and from lending rows back to frames.</summary>
internal static class ImputationReader
{
    private const int MostLevels = 20;

    public static ImputedSets Impute(AnalysisSet set, string formula, ImputationOptions options)
    {
        options.Validate();
        bool survival = formula.TrimStart().StartsWith("Surv(", StringComparison.Ordinal);
        (string? outcome, SurvivalFormula model) = survival ? (null, SurvivalFormula.Parse(formula)) : Plain(formula);
        model = model.Expand(set.Frame);
        if (model.TimeUpper is not null) throw new ArgumentException("Imputation takes no interval-censored times.");
        string[] needed = [.. new[] { outcome ?? model.Time, model.Status, model.Entry, model.Weights, model.Cluster }.Concat(model.Strata)
            .Concat(model.Offsets).OfType<string>().Distinct()];
        var all = new ColumnReader(set.Frame);
        (string Column, bool[] Has)[] present = [.. needed.Select(c => (c, Present(all, c)))];
        int[] rows = [.. Enumerable.Range(0, set.N).Where(i => present.All(p => p.Has[i]))];
        if (rows.Length == 0)
            throw new InvalidDataException(
                $"No {set.Unit} have a value in every one of {string.Join(", ", needed)}; only their other columns can be imputed.");
        ImmutableArray<ExcludedRows> excluded = [.. Excluded(present, set.N)];
        DataFrame frame = rows.Length == set.N ? set.Frame : FrameShaping.Rows(set.Frame, rows);
        var reader = new ColumnReader(frame);
        ModelVariable[] variables = [.. model.Terms.SelectMany(t => t.Variables).Where(v => !needed.Contains(v.Column))
            .DistinctBy(v => v.Column)];
        ImmutableArray<ImputationColumn> columns = [.. variables.Select(v => Column(reader, v.Column, v.IsFactor)),
            .. options.Auxiliary.Where(a => variables.All(v => v.Column != a) && !needed.Contains(a))
                .Select(a => Column(reader, a, false))];
        if (columns.Length == 0)
            throw new ArgumentException($"Formula '{formula}' has no variable beside its outcome; there is nothing to impute.");
        if (!columns.Any(c => Enumerable.Range(0, c.Rows).Any(c.IsMissing)))
            throw new ArgumentException(
                $"No value of {string.Join(", ", columns.Select(c => c.Name))} is missing among the "
                    + $"{Wording.Count(rows.Length, set.Unit)}: fit the model as it is.");
        double[][] complete = [.. Outcome(reader, outcome, model, options),
            .. model.Strata.Concat(model.Offsets).SelectMany(c => Indicators(reader, c))];
        (int[][][] source, double[][][] means) = ChainedEquations.Run(columns, complete, options);
        return new ImputedSets
        {
            Original = set, Columns = columns, Sources = source, Trace = means, Options = options, Formula = formula, Unit = set.Unit,
            Excluded = excluded, N = rows.Length,
            Sets = [.. source.Select(
                (s, m) => set.Replace(Filled(frame, columns, s), $"imputed data set {m + 1} of {options.Imputations}"))],
            Notes = [.. Notes(set, model, columns, options, rows.Length)],
        };
    }

    private static bool[] Present(ColumnReader reader, string column) => ColumnReader.IsNumeric(reader.Column(column))
        ? Array.ConvertAll(reader.NumbersOrNaN(column), v => !double.IsNaN(v)) : Array.ConvertAll(reader.Texts(column), t => t is not null);

    private static (string, SurvivalFormula) Plain(string formula)
    {
        (string outcome, SurvivalFormula right) = RegressionFormula.Parse(formula);
        return (outcome, right with { Time = outcome, Status = null });
    }

    private static IEnumerable<ExcludedRows> Excluded((string Column, bool[] Has)[] present, int n)
    {
        bool[] gone = new bool[n];
        foreach ((string column, bool[] has) in present)
        {
            int count = 0;
            for (int i = 0; i < n; i++) if (!has[i] && !gone[i]) (gone[i], count) = (true, count + 1);
            if (count > 0) yield return new ExcludedRows($"missing '{column}', which is not imputed", count);
        }
    }

    private static ImputationColumn Column(ColumnReader reader, string name, bool isFactor)
    {
        if (!isFactor && ColumnReader.IsNumeric(reader.Column(name)))
        {
            double[] numbers = reader.NumbersOrNaN(name);
            int odd = Array.FindIndex(numbers, double.IsInfinity);
            if (odd >= 0)
                throw new InvalidDataException(
                    $"Column '{name}', row {ColumnReader.ExcelRow(odd)}: found an infinite number; expected a finite one.");
            if (numbers.All(double.IsNaN))
                throw new ArgumentException($"Column '{name}' has no value at all; nothing tells what its values could be.");
            return new ImputationColumn(name) { Numbers = numbers };
        }
        CategoryColumn column = reader.Categories(name);
        if (column.Levels.Length == 0)
            throw new ArgumentException($"Column '{name}' has no value at all; nothing tells what its values could be.");
        if (column.Levels.Length > MostLevels)
            throw new ArgumentException(
                $"Column '{name}' has {column.Levels.Length} values; cut it into groups (at most {MostLevels}) before it is imputed.");
        return new ImputationColumn(name) { Codes = [.. column.Codes], Levels = column.Levels };
    }

    /// <summary>
    /// The outcome as it enters the imputation of the covariates: event and Nelson-Aalen hazard (White and Royston 2009,
    /// doi:10.1002/sim.3618), or the outcome itself.
    /// </summary>
    private static IEnumerable<double[]> Outcome(ColumnReader reader, string? outcome, SurvivalFormula model, ImputationOptions options)
    {
        if (outcome is not null) return Indicators(reader, outcome);
        if (model.Status is not { } status)
            throw new ArgumentException("Imputation for survival needs the column of events in Surv(time, event).");
        string?[] texts = reader.Texts(status);
        string[] causes = [.. texts.OfType<string>().Distinct().Where(t => t != options.Censored && t != "False")
            .Order(StringComparer.Ordinal)];
        if (causes.Length == 0)
            throw new ArgumentException($"Column '{status}' holds no event: every value is {options.Censored}, which means censored.");
        double[] time = reader.NumbersOrNaN(model.Time);
        return causes.SelectMany(
            c => new[] { Array.ConvertAll(texts, t => t == c ? 1.0 : 0), Hazard(time, Array.ConvertAll(texts, t => t == c)) });
    }

    private static double[] Hazard(double[] time, bool[] isEvent)
    {
        int n = time.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => time[i])];
        double[] hazard = new double[n];
        double sum = 0;
        for (int k = 0; k < n;)
        {
            int end = k, events = 0;
            for (; end < n && time[order[end]] == time[order[k]]; end++) if (isEvent[order[end]]) events++;
            sum += (double)events / (n - k);
            for (; k < end; k++) hazard[order[k]] = sum;
        }
        return hazard;
    }

    private static IEnumerable<double[]> Indicators(ColumnReader reader, string name)
    {
        if (ColumnReader.IsNumeric(reader.Column(name))) return [reader.NumbersOrNaN(name)];
        CategoryColumn column = reader.Categories(name);
        return column.Levels.Length > MostLevels
            ? []
            : [.. Enumerable.Range(1, column.Levels.Length - 1).Select(l => column.Codes.Select(c => c == l ? 1.0 : 0).ToArray())];
    }

    private static T[] Taken<T>(T[] values, int[] rows) => Array.ConvertAll(rows, i => values[i]);

    private static DataFrame Filled(DataFrame frame, ImmutableArray<ImputationColumn> columns, int[][] source) =>
        new(frame.Columns.Select(c =>
    {
        int k = columns.IndexOf(columns.FirstOrDefault(x => x.Name == c.Name)!);
        if (k < 0 || !Enumerable.Range(0, columns[k].Rows).Any(columns[k].IsMissing)) return c; // shared: sets never change
        return c switch
        {
            DoubleDataFrameColumn => new DoubleDataFrameColumn(c.Name, Taken(new ColumnReader(frame).NumbersOrNaN(c.Name), source[k])),
            StringDataFrameColumn texts => new StringDataFrameColumn(c.Name, Taken([.. texts], source[k])),
            _ => c.Clone(new Int64DataFrameColumn("rows", source[k].Select(i => (long)i))),
        };
    }));

    private static IEnumerable<string> Notes(AnalysisSet set, SurvivalFormula model, ImmutableArray<ImputationColumn> columns,
        ImputationOptions options, int n)
    {
        yield return "Chained equations: numbers by predictive mean matching, levels by logistic or multinomial regression, each from all "
            + "other columns"
            + (model.Status is null ? " and the outcome." : ", the event and the cumulative hazard at its time.")
            + " Missing values are taken to be missing at random given these columns; the data cannot show whether they are.";
        int incomplete = Enumerable.Range(0, n).Count(i => columns.Any(c => c.IsMissing(i)));
        if (options.Imputations < 100.0 * incomplete / n)
            yield return $"{NumberFormat.Percent((double)incomplete / n)} of rows are incomplete; take at least as many imputed data sets "
                + $"(found {options.Imputations}).";
        if (model.Terms.Any(t => t.Variables.Length > 1))
            yield return "The imputation model holds main effects alone; interactions of imputed columns are drawn towards none.";
        if (set.IsClustered)
            yield return "Rows of one patient are imputed independently of each other; values that belong to the patient may come to "
                + "differ between them.";
    }
}
