using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;
using NotebookKit.Adjusted.Tables;

namespace NotebookKit.Adjusted.Imputation;

/// <summary>An analysis set several times over, its missing values drawn anew in each.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ImputedSets : AdjustedResult
{
    /// <summary>The set with its missing values.</summary>
    public required AnalysisSet Original { get; init; }

    /// <summary>The imputed sets; only rows with an outcome.</summary>
    public required ImmutableArray<AnalysisSet> Sets { get; init; }

    /// <summary>Model the values were imputed for.</summary>
    public required string Formula { get; init; }

    /// <summary>Options used.</summary>
    public required ImputationOptions Options { get; init; }

    /// <summary>Rows in each set.</summary>
    public required int N { get; init; }

    internal ImmutableArray<ImputationColumn> Columns { get; init; } = [];
    internal int[][][] Sources { get; init; } = [];
    internal double[][][] Trace { get; init; } = [];

    /// <summary>Fits a regression in each imputed set and pools the estimates by Rubin's rules, with the complete rows beside.</summary>
    /// <param name="model">The regression, such as <c>s => s.Logistic("response ~ age", events: ["CR"])</c>.</param>
    /// <exception cref="ArgumentException">The model cannot be fitted in one of the sets, or a coefficient has no estimate
    /// there.</exception>
    /// <example><code>set.Impute("response ~ age + albi").Pool(s => s.Logistic("response ~ age + albi"))</code></example>
    public PooledRegression Pool(Func<AnalysisSet, RegressionFit> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RegressionFit[] fits = new RegressionFit[Sets.Length];
        Each(m => fits[m] = model(Sets[m]));
        PooledRegression pooled = PooledRegression.Pool(fits, confidenceLevel: fits[0].Options.ConfidenceLevel);
        RegressionFit? complete = Complete(() => model(Original), out string? why);
        return Finish(
            pooled with { CompleteCases = complete, Unit = Unit, Excluded = Excluded,
                Notes = [.. pooled.Notes, .. why is null ? [] : new[] { why }] });
    }

    /// <summary>
    /// Pools the multivariable model of a regression table, such as <c>s => s.CoxTable("Surv(months, death) ~ age + albi")</c>.
    /// </summary>
    /// <inheritdoc cref="Pool(Func{AnalysisSet, RegressionFit})"/>
    public PooledRegression Pool(Func<AnalysisSet, RegressionTable> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Pool(
            s => model(s).Multivariable ?? throw new ArgumentException(
                "No variable was selected in one of the imputed sets; pool a model that is the same in all of them."));
    }

    /// <summary>Pools marginal effects of generalised estimating equations.</summary>
    /// <inheritdoc cref="Pool(Func{AnalysisSet, RegressionFit})"/>
    public PooledRegression Pool(Func<AnalysisSet, GeeFit> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Pool(s => model(s).Regression);
    }

    /// <summary>Pools the fixed effects of a mixed model.</summary>
    /// <inheritdoc cref="Pool(Func{AnalysisSet, RegressionFit})"/>
    public PooledRegression Pool(Func<AnalysisSet, MixedModelFit> model)
    {
        ArgumentNullException.ThrowIfNull(model);
        MixedModelFit[] fits = new MixedModelFit[Sets.Length];
        Each(m => fits[m] = model(Sets[m]));
        return Finish(PooledRegression.Pool(fits) with { Unit = Unit, Excluded = Excluded });
    }

    private void Each(Action<int> fit)
    {
        for (int m = 0; m < Sets.Length; m++)
        {
            try
            {
                fit(m);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"Imputed data set {m + 1} of {Sets.Length}: {e.Message}", e);
            }
        }
    }

    private static RegressionFit? Complete(Func<RegressionFit> fit, out string? why)
    {
        try
        {
            why = null;
            return fit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            why = $"Complete rows alone could not be fitted: {e.Message}";
            return null;
        }
    }

    private PooledRegression Finish(PooledRegression pooled) => pooled with { Notes = Original.Words.Notes([.. Notes, .. pooled.Notes]) };

    /// <summary>
    /// Mean of the imputed values of each column, by data set and round: chains that mix show no trend and cross each other. Levels count
    /// 0, 1, 2, …
    /// </summary>
    public override DataFrame ToDataFrame()
    {
        string[] names = [.. Incomplete().Select(x => x.Column.Name)];
        int[] order = [.. Incomplete().OrderBy(x => x.Missing.Length).ThenBy(x => x.Index)
            .Select(x => Array.IndexOf(names, x.Column.Name))];
        var rows = (from m in Enumerable.Range(0, Trace.Length)
                    from t in Enumerable.Range(0, Trace[m].Length)
                    from k in Enumerable.Range(0, names.Length)
                    select (Set: m + 1, Round: t + 1, Name: names[order[k]], Mean: Trace[m][t][k])).ToArray();
        return new DataFrame(new Int32DataFrameColumn("imputation", rows.Select(r => r.Set)),
            new Int32DataFrameColumn("round", rows.Select(r => r.Round)),
            new StringDataFrameColumn("column", rows.Select(r => r.Name)),
            new DoubleDataFrameColumn("mean", rows.Select(r => (double?)r.Mean)));
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach ((int k, ImputationColumn column, int[] missing) in Incomplete())
        {
            string label = Original.Words.Labels.GetValueOrDefault(column.Name, Wording.Title(column.Name));
            TableCell count = new(NumberFormat.CountPercent(missing.Length, N)) { Count = missing.Length, Denominator = N };
            if (!column.IsFactor)
            {
                double[] seen = [.. column.Numbers.Where(v => !double.IsNaN(v))],
                    drawn = [.. Sources.SelectMany(s => missing.Select(i => column.Numbers[s[k][i]]))];
                rows.Add(new TableRow([label, count, Median(seen), Median(drawn)]));
                continue;
            }
            rows.Add(new TableRow([label, count, TableCell.Empty, TableCell.Empty]));
            for (int l = 0; l < column.Levels.Length; l++)
            {
                double drawn = Sources.Average(s => missing.Average(i => column.Codes[s[k][i]] == l ? 1.0 : 0)),
                    seen = column.Codes.Where(c => c >= 0).Average(c => c == l ? 1.0 : 0);
                rows.Add(new TableRow([column.Levels[l], TableCell.Empty, Share(seen), Share(drawn)]) { Indent = 1 });
            }
        }
        return new SummaryTable
        {
            Title = $"Imputation of missing values: {Formula}",
            Columns = [new("Variable", TableAlignment.Left), new("Missing"), new("Observed") { Name = "observed" },
                new("Imputed") { Name = "imputed" }],
            Rows = rows.ToImmutable(),
            Footnotes = [
                $"{Wording.Count(N, Unit)}; {Options.Imputations} data sets, {Options.Iterations} rounds, seed {Options.Seed}, "
                    + $"{Options.Donors} donors. Median (Q1, Q3), or percent; imputed values over all data sets.", .. Footnotes()],
        };
    }

    private static TableCell Share(double share) => new(NumberFormat.Percent(share)) { Value = share };

    private static TableCell Median(double[] x)
    {
        Array.Sort(x);
        double?[] q = [.. new[] { 0.5, 0.25, 0.75 }.Select(p => Quantiles.OfSorted(x, p, QuantileType.Type7))];
        int decimals = Math.Abs(q[0]!.Value) >= 100 ? 0 : Math.Abs(q[0]!.Value) >= 10 ? 1 : 2;
        return new TableCell(
            $"{NumberFormat.Fixed(q[0], decimals)} ({NumberFormat.Fixed(q[1], decimals)}, {NumberFormat.Fixed(q[2], decimals)})") {
                Value = q[0], Statistic = "median" };
    }

    private IEnumerable<(int Index, ImputationColumn Column, int[] Missing)> Incomplete() =>
        Columns.Select((c, k) => (k, c, Enumerable.Range(0, c.Rows).Where(c.IsMissing).ToArray())).Where(x => x.Item3.Length > 0);
}
