namespace NotebookKit.Adjusted.Models;

/// <summary>A log-likelihood of coefficients with its first two derivatives.</summary>
internal abstract class Likelihood(int columns)
{
    /// <summary>Number of coefficients.</summary>
    public int Columns { get; } = columns;

    /// <summary>Log-likelihood where last evaluated; −∞ where it cannot be computed.</summary>
    public double Value { get; protected set; }

    public double[] Gradient { get; } = new double[columns];

    /// <summary>Information, observed or expected, row-major.</summary>
    public double[] Information { get; } = new double[columns * columns];

    public abstract void Evaluate(ReadOnlySpan<double> beta);

    /// <summary>Matrix that turns the gradient at beta into a step; the likelihood is evaluated there before and after.</summary>
    public virtual double[] Curvature(ReadOnlySpan<double> beta) => Information;

    /// <summary>Spread of a column where steps must be kept short; 0 where the likelihood is concave and halving suffices.</summary>
    public virtual double Spread(int column) => 0;

    /// <summary>Whether the likelihood rises without end along the direction; marks the columns that take part.</summary>
    public virtual bool IsSeparatedAlong(double[] direction, bool[] columns) => false;
}
