using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Models;

/// <summary>A function of one column in a formula, as R writes it.</summary>
/// <param name="Function">Its name, one of <see cref="Names"/>.</param>
/// <param name="Number">Degree of a polynomial, degrees of freedom of a spline, number of knots of <c>rcs</c>, or the number of
/// <c>I(x^2)</c>.</param>
internal sealed record Transform(string Function, double? Number)
{
    /// <summary>The functions a formula knows.</summary>
    public static readonly string[] Names = ["log", "log2", "log10", "sqrt", "exp", "I", "poly", "ns", "bs", "rcs", Smooth, Time];

    /// <summary>Name of a covariate that changes with time.</summary>
    public const string Time = "tt";

    /// <summary>Name of a smooth term, whose roughness is penalised.</summary>
    public const string Smooth = "pspline";

    /// <summary>How a smooth term is made; null for other functions.</summary>
    public PenalizedSpline? Spline { get; init; }

    /// <summary>What I() computes.</summary>
    public const string Signs = "^*/+-";

    /// <summary>Sign of I(); else 0.</summary>
    public char Sign { get; init; }

    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>What is wrong with the number; null if nothing is.</summary>
    public string? Problem => Function switch
    {
        "poly" => Whole(1, 10) ? null : "poly() takes a degree from 1 to 10, such as poly(age, 2)",
        "ns" => Whole(1, 20) ? null : "ns() takes its degrees of freedom, such as ns(age, 3)",
        "bs" => Whole(3, 20) ? null : "bs() takes its degrees of freedom, at least 3, such as bs(age, 4)",
        "rcs" => Whole(3, 7) ? null : "rcs() takes 3 to 7 knots, such as rcs(age, 4)",
        "I" => Number is { } n && double.IsFinite(n) && !(Sign == '/' && n == 0) ? null : "I() takes a number, such as I(age^2)",
        Smooth => Spline?.Problem,
        _ => Number is null ? null : $"{Function}() takes one column alone",
    };

    /// <summary>The function as written.</summary>
    public string Text(string column)
    {
        string name = SurvivalFormula.Quote(column), number = Number?.ToString(CultureInfo.InvariantCulture) ?? "";
        if (Spline is not null) return $"{Function}({name}{Spline})";
        return Function == "I" ? $"I({name}{Sign}{number})" : Number is null ? $"{Function}({name})" : $"{Function}({name}, {number})";
    }

    /// <summary>Learns from the rows of the fit what the function needs, such as knots.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="x">Its values.</param>
    /// <param name="rows">Frame row of each.</param>
    /// <exception cref="InvalidDataException">A value has no logarithm or root, or too few values differ.</exception>
    public Basis Fit(string column, double[] x, int[] rows)
    {
        int count = (int)(Spline?.LeastValues ?? Number ?? 1);
        if (Function is "poly" or "ns" or "bs" or "rcs" or Smooth && x.Distinct().Count() is var distinct && distinct <= count)
            throw new InvalidDataException(
                $"{Text(column)}: column '{column}' holds {distinct} different values; expected more than {count}."
                    + (Function == Smooth ? " Take fewer degrees of freedom, or the column as it is." : ""));
        switch (Function)
        {
            case "poly": return SplineBasis.Polynomial(x, count);
            case "ns": return SplineBasis.Natural(x, count);
            case "bs": return SplineBasis.BSpline(x, count);
            case Smooth: return Spline!.Fit(x, Text(column));
            case "rcs": return SplineBasis.Restricted(x, count, Text(column));
        }
        Func<double, double> f = Value();
        int bad = Array.FindIndex(x, v => !double.IsFinite(f(v)));
        return bad < 0 ? new Basis(1, v => [f(v)])
            : throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture,
                    $"Column '{column}', row {ColumnReader.ExcelRow(rows[bad])}: {Text(column)} of {x[bad]} is not a finite number. "
                        + $"Correct the value, or take another function of the column."));
    }

    private Func<double, double> Value()
    {
        double n = Number ?? 0;
        return (Function, Sign) switch
        {
            ("log", _) => Math.Log, ("log2", _) => Math.Log2, ("log10", _) => Math.Log10, ("sqrt", _) => Math.Sqrt, ("exp", _) => Math.Exp,
            (_, '^') => v => Math.Pow(v, n), (_, '*') => v => v * n, (_, '/') => v => v / n, (_, '+') => v => v + n, _ => v => v - n,
        };
    }

    private bool Whole(int least, int most) => Number is { } n && n == Math.Floor(n) && n >= least && n <= most;
}
