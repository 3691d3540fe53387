namespace NotebookKit.Charts.Plots;

/// <summary>Measures shared by the plots of a figure, in CSS pixels (96 to the inch).</summary>
/// <param name="Width">Width of one plot with its margins.</param>
/// <param name="FontSize">Size of axis labels and legend.</param>
internal sealed record FigureStyle(double Width, double FontSize)
{
    public const string FontFamily = "Arial, Helvetica, sans-serif";

    // 7 pt: what Elsevier asks of the smallest letter of a figure.
    private const double SmallestType = 7 / 0.75;

    public double LineHeight => 1.4 * FontSize;

    public double SmallSize =>
        Math.Round(Math.Max(0.88 * FontSize, Math.Min(FontSize, SmallestType)), 1, MidpointRounding.ToPositiveInfinity);

    public double TitleSize => Math.Round(1.08 * FontSize, 1);

    /// <summary>White space at the rim of the figure.</summary>
    public double Pad => Math.Round(0.6 * FontSize, 1);

    public double TickLength => Math.Round(0.4 * FontSize, 1);

    public double StrokeWidth => Math.Round(FontSize / 7, 2);

    /// <summary>Distance of the base lines of a label on two lines.</summary>
    public double LabelLeading => 1.3 * FontSize;

    /// <summary>Height of a legend entry: what plotly.js gives it, so that both drawings agree.</summary>
    public double LegendHeight(int lines) => Math.Max(1.3 * FontSize * lines, 16) + 3;

    /// <summary>Width of the line or box of a legend entry, with the gap to its text.</summary>
    public double KeyWidth => Math.Round(2.6 * FontSize, 1);
}
