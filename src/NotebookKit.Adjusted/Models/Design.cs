namespace NotebookKit.Adjusted.Models;

/// <summary>The columns of a regression: an intercept where there is one, then the covariates, with the term each belongs to.</summary>
internal sealed class Design
{
    public Design(ImmutableArray<Covariate> covariates, int rows, bool intercept)
    {
        (Covariates, Rows, HasIntercept) = (covariates, rows, intercept);
        foreach (Covariate covariate in covariates)
        {
            if (covariate.Values.Length != rows)
                throw new ArgumentException(
                    $"{covariate.Name} has {covariate.Values.Length} values; expected one for each of the {rows} rows.");
            ReadOnlySpan<double> values = covariate.Values.Span;
            int bad = -1;
            for (int i = 0; bad < 0 && i < values.Length; i++) if (!double.IsFinite(values[i])) bad = i;
            if (bad >= 0)
                throw new ArgumentException(
                    $"{covariate.Name}, row {bad + 1}: found {covariate.Values.Span[bad]}; expected a finite number.");
        }
        X = [.. (intercept ? (double[][])[Ones(rows)] : []), .. covariates.Select(c => c.Values.ToArray())];
        Terms = [.. covariates.Select(c => c.Term).Distinct(StringComparer.Ordinal)];
        TermOf = [.. (intercept ? (int[])[-1] : []), .. covariates.Select(c => Terms.IndexOf(c.Term))];
        Names = [.. (intercept ? (string[])["(Intercept)"] : []), .. covariates.Select(c => c.Name)];
    }

    /// <summary>Columns as they are, the first of them the intercept, without names: for fits that nobody reads.</summary>
    public Design(double[][] columns)
    {
        (X, Rows, HasIntercept, Covariates, Terms, Names) = (columns, columns[0].Length, true, [], [], []);
        TermOf = [.. columns.Select((_, j) => j - 1)];
    }

    public ImmutableArray<Covariate> Covariates { get; }
    public int Rows { get; }
    public bool HasIntercept { get; }
    public int First => HasIntercept ? 1 : 0;
    public int Columns => X.Length;

    /// <summary>Values by column.</summary>
    public double[][] X { get; }

    public ImmutableArray<string> Names { get; }
    public ImmutableArray<string> Terms { get; }

    /// <summary>Index of the term of each column; −1 for the intercept.</summary>
    public int[] TermOf { get; }

    /// <summary>Size of each column: its spread, or its size where it is constant.</summary>
    public double[] Scale => field ??= [.. X.Select(RootMeanSquare)];

    public string TermLabel(int term) => Covariates.First(c => c.Term == Terms[term]).TermLabel;

    public int[] ColumnsOf(int term) => [.. Enumerable.Range(0, Columns).Where(j => TermOf[j] == term)];

    /// <summary>Covariates without the intercept whose columns are held at 0, as a mask over all columns.</summary>
    public bool[] Without(params IEnumerable<int> terms)
    {
        int[] left = [.. terms];
        return [.. TermOf.Select(t => t >= 0 && left.Contains(t))];
    }

    /// <summary>Whether a term is part of a higher interaction in the model.</summary>
    public bool IsMarginTo(int term, int higher) =>
        term != higher && Terms[higher].Split(':') is var parts && Terms[term].Split(':') is var own && own.Length < parts.Length
            && own.All(parts.Contains);

    /// <summary>x'β of every row.</summary>
    public double[] LinearPredictor(ReadOnlySpan<double> beta, ReadOnlySpan<double> offset = default)
    {
        double[] eta = new double[Rows];
        offset.CopyTo(eta);
        for (int j = 0; j < Columns; j++)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(X[j], beta[j], eta, eta);
        return eta;
    }

    private static double RootMeanSquare(double[] x)
    {
        double mean = x.Length == 0 ? 0 : x.Average(), sum = 0;
        foreach (double v in x) sum += (v - mean) * (v - mean);
        double deviation = x.Length == 0 ? 0 : Math.Sqrt(sum / x.Length);
        return deviation > 1e-14 * Math.Abs(mean) ? deviation : Math.Abs(mean);
    }

    private static double[] Ones(int rows)
    {
        double[] ones = new double[rows];
        Array.Fill(ones, 1);
        return ones;
    }
}
