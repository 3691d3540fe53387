namespace NotebookKit.Survival.Splines;

/// <summary>Columns that a function makes of one number: one of a logarithm, several of a spline.</summary>
/// <param name="Count">Number of columns.</param>
/// <param name="At">Their values at a number; what was learnt from the rows of the fit, such as knots, stays.</param>
internal sealed record Basis(int Count, Func<double, double[]> At)
{
    /// <summary>First and last knot of a smooth term.</summary>
    public (double Low, double High) Range { get; init; }

    /// <summary>The columns of many numbers.</summary>
    public double[][] Columns(double[] numbers)
    {
        double[][] rows = Array.ConvertAll(numbers, x => At(x));
        return [.. Enumerable.Range(0, Count).Select(j => Array.ConvertAll(rows, r => r[j]))];
    }
}
