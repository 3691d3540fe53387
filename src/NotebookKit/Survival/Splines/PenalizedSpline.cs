using System.Collections.Immutable;
using System.Globalization;

namespace NotebookKit.Survival.Splines;

/// <summary>
/// A smooth term of a formula, <c>pspline(x)</c>: B-splines on evenly spaced knots whose coefficients are held together by a penalty on
/// their second differences (Eilers and Marx 1996, doi:10.1214/ss/1038425655). Parameters and defaults are those of R's <c>pspline</c>.
/// </summary>
internal sealed record PenalizedSpline
{
    private const double DefaultDegreesOfFreedom = 4, TermsPerDegree = 2.5, Closeness = 0.1, AicCloseness = 1e-5;
    private const int AicTerms = 15;

    /// <summary>Degrees of freedom wanted; 0 for those of the best AIC. The default value is 4.</summary>
    public double DegreesOfFreedom { get; init; } = DefaultDegreesOfFreedom;

    /// <summary>Weight of the penalty, between 0 (none) and 1 (a straight line); null to find that of the degrees of freedom.</summary>
    public double? Theta { get; init; }

    /// <summary>Pieces between the knots; null for 2.5 per degree of freedom.</summary>
    public double? Terms { get; init; }

    /// <summary>Degree of the pieces. The default value is 3: cubic.</summary>
    public double Degree { get; init; } = 3;

    /// <summary>How near the degrees of freedom (or, relative, the AIC) must come; null for 0.1 (0.00001).</summary>
    public double? Tolerance { get; init; }

    /// <summary>Groups of coefficients that are made equal, one number per coefficient, ascending; empty for none.</summary>
    public ImmutableArray<double> Combine { get; init; } = [];

    /// <summary>First and last knot; empty for the range of the rows. Beyond them the curve is a straight line.</summary>
    public ImmutableArray<double> Boundary { get; init; } = [];

    /// <summary>Whether the penalty is that of the best AIC.</summary>
    public bool IsByAic => Theta is null && DegreesOfFreedom == 0;

    /// <summary>Number of pieces.</summary>
    public int Pieces => IsByAic ? AicTerms : (int)Math.Round(Terms ?? TermsPerDegree * DegreesOfFreedom);

    /// <summary>How near is near enough.</summary>
    public double Epsilon => Tolerance ?? (IsByAic ? AicCloseness : Closeness);

    /// <summary>Number of columns.</summary>
    public int Columns => Groups[^1];

    /// <summary>The column must hold more different values than this.</summary>
    public double LeastValues => Theta is null ? Math.Max(2, Math.Ceiling(DegreesOfFreedom)) : 1;

    /// <summary>What is wrong with the arguments; null if nothing is.</summary>
    public string? Problem =>
        Theta is not (null or (> 0 and < 1)) ? "pspline() takes a theta between 0 and 1, such as pspline(age, theta = 0.5)"
        : Theta is null && DegreesOfFreedom is not (0 or (> 1 and <= 30))
            ? "pspline() takes more than 1 and at most 30 degrees of freedom, such as pspline(age, 4), or 0 for those of the best AIC"
        : Degree is not (1 or 2 or 3 or 4 or 5) ? "pspline() takes a degree from 1 to 5"
        : Tolerance is not (null or (> 0 and < 1)) ? "pspline() takes an eps between 0 and 1"
        : Terms is { } n && !(n == Math.Floor(n) && n is >= 3 and <= 100) ? "pspline() takes 3 to 100 terms, such as nterm = 10"
        : IsByAic && Terms is not (null or AicTerms) ? "pspline() by AIC has 15 terms; leave nterm out, or give the degrees of freedom"
        : Pieces < 3 ? "pspline() needs at least 3 terms; give nterm, or more degrees of freedom"
        : Theta is null && DegreesOfFreedom > (Terms ?? Pieces)
            ? "pspline() takes no more degrees of freedom than terms; give a larger nterm or fewer degrees of freedom"
        : Boundary.Length > 0 && !(Boundary.Length == 2 && Boundary[0] < Boundary[1])
            ? "pspline() takes two boundary knots in order, such as Boundary.knots = c(20, 90)"
        : Combine.Length > 0 && (Combine.Length != Pieces + (int)Degree - 1 || Combine[0] < 0
            || Combine.Where((c, i) => c != Math.Floor(c) || (i > 0 && c < Combine[i - 1])).Any() || Combine[^1] == 0)
            ? $"combine takes {Pieces + (int)Degree - 1} whole numbers that do not fall, one per coefficient"
        : null;

    /// <summary>Column that each B-spline after the first adds to, from 1; 0 where it is joined to the first, the reference.</summary>
    private int[] Groups
    {
        get
        {
            int[] groups = new int[Pieces + (int)Degree - 1];
            for (int i = 0; i < groups.Length; i++)
            {
                double before = i == 0 ? 0 : Combine.IsEmpty ? i : Combine[i - 1];
                groups[i] = (i == 0 ? 0 : groups[i - 1]) + ((Combine.IsEmpty ? i + 1 : Combine[i]) > before ? 1 : 0);
            }
            return groups;
        }
    }

    /// <summary>Where each column lies: the mean of the middles of its B-splines, but for a shift that is the same for all.</summary>
    /// <param name="low">First knot.</param>
    /// <param name="high">Last knot.</param>
    public double[] Centers(double low, double high)
    {
        int[] groups = Groups;
        double step = (high - low) / Pieces;
        return [.. Enumerable.Range(1, Columns).Select(g => low + step * Enumerable.Range(0, groups.Length).Where(i => groups[i] == g)
            .Average(i => i + 1))];
    }

    /// <summary>D'D, D taking second differences of the coefficients, the first of which is 0; row-major.</summary>
    public double[] Penalty()
    {
        int p = Columns;
        double[] penalty = new double[p * p];
        double[] weight = [1, -2, 1];
        for (int first = 0; first + 2 <= p; first++) // coefficients first, first + 1, first + 2, of which 0 is the reference
            for (int a = 0; a < 3; a++)
                for (int b = 0; b < 3; b++)
                    if (first + a > 0 && first + b > 0) penalty[(first + a - 1) * p + first + b - 1] += weight[a] * weight[b];
        return penalty;
    }

    /// <summary>The columns over the range of the rows.</summary>
    /// <exception cref="InvalidDataException">All rows lie on one side of the boundary knots.</exception>
    public Basis Fit(double[] x, string text)
    {
        double low = Boundary.IsEmpty ? x.Min() : Boundary[0], high = Boundary.IsEmpty ? x.Max() : Boundary[1];
        if (x.All(v => v <= low) || x.All(v => v >= high))
            throw new InvalidDataException(FormattableString.Invariant(
                $"{text}: no value lies between the boundary knots; the values run from {x.Min()} to {x.Max()}."));
        int degree = (int)Degree, pieces = Pieces, count = Columns;
        int[] groups = Groups;
        double step = (high - low) / pieces;
        double[] knots = [.. Enumerable.Range(-degree, pieces + degree).Select(k => low + step * k),
            .. Enumerable.Range(0, degree + 1).Select(k => high + step * k)];
        double[] At(double v, int derivative)
        {
            double[] values = new double[count];
            for (int i = 0; i < groups.Length; i++)
                if (groups[i] > 0) values[groups[i] - 1] += SplineBasis.Spline(knots, i + 1, degree + 1, v, derivative);
            return values;
        }
        return new Basis(count, v =>
        {
            if (v >= low && v <= high) return At(v, 0);
            double edge = v < low ? low : high;
            return [.. At(edge, 0).Zip(At(edge, 1), (value, slope) => value + slope * (v - edge))];
        })
        { Range = (low, high) };
    }

    /// <summary>The arguments that differ from the defaults, as in a formula after the column.</summary>
    public override string ToString()
    {
        var text = new List<string>();
        void Add(string name, double value) => text.Add($", {name} = {value.ToString(CultureInfo.InvariantCulture)}");
        void AddAll(string name, ImmutableArray<double> values) =>
            text.Add($", {name} = c({string.Join(", ", values.Select(v => v.ToString(CultureInfo.InvariantCulture)))})");
        if (Theta is { } theta) Add("theta", theta);
        if (DegreesOfFreedom != DefaultDegreesOfFreedom) Add("df", DegreesOfFreedom);
        if (Terms is { } terms) Add("nterm", terms);
        if (Degree != 3) Add("degree", Degree);
        if (Tolerance is { } eps) Add("eps", eps);
        if (Boundary.Length > 0) AddAll("Boundary.knots", Boundary);
        if (Combine.Length > 0) AddAll("combine", Combine);
        return string.Concat(text);
    }
}

/// <summary>Where a smooth term stands among the columns of a model.</summary>
/// <param name="Term">The term as written.</param>
/// <param name="Column">Column of the frame it is made of.</param>
/// <param name="First">Its first column of the model; the others follow.</param>
/// <param name="Spline">How it is made.</param>
/// <param name="Low">First knot.</param>
/// <param name="High">Last knot.</param>
internal sealed record SplineColumns(string Term, string Column, int First, PenalizedSpline Spline, double Low, double High);
