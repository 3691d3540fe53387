namespace NotebookKit.Charts;

/// <summary>The width and the type at which a journal prints a figure; a figure is laid out anew for it, never shrunk.</summary>
/// <remarks>Journals change their rules: read the author instructions of the year before submission.</remarks>
public sealed record PrintFormat
{
    private const double MillimetresPerInch = 25.4, PixelsPerInch = 96, PointsPerInch = 72;

    /// <summary>One column of most journals: 84 mm, 7.5 pt. The default.</summary>
    public static PrintFormat OneColumn { get; } = new();

    /// <summary>The full width of a page of most journals: 174 mm, 7.5 pt.</summary>
    public static PrintFormat TwoColumns { get; } = new() { Millimetres = 174 };

    /// <summary>One column of Springer journals, such as CVIR: 84 mm, 8 pt, 1200 dpi for lines.</summary>
    public static PrintFormat SpringerOneColumn { get; } = new() { TypePoints = 8, Dpi = 1200 };

    /// <summary>The full width of Springer journals: 174 mm, 8 pt.</summary>
    public static PrintFormat SpringerTwoColumns { get; } = new() { Millimetres = 174, TypePoints = 8, Dpi = 1200 };

    /// <summary>One column of Elsevier journals, such as JVIR: 90 mm, 7.5 pt, 1000 dpi for lines.</summary>
    public static PrintFormat ElsevierOneColumn { get; } = new() { Millimetres = 90, Dpi = 1000 };

    /// <summary>The full width of Elsevier journals: 190 mm.</summary>
    public static PrintFormat ElsevierTwoColumns { get; } = new() { Millimetres = 190, Dpi = 1000 };

    /// <summary>JAMA and its network: at least 5 inches, 127 mm, 8 pt.</summary>
    public static PrintFormat Jama { get; } = new() { Millimetres = 127, TypePoints = 8, Dpi = 600 };

    /// <summary>One column of the Lancet: 75 mm; its artists redraw from the SVG.</summary>
    public static PrintFormat LancetOneColumn { get; } = new() { Millimetres = 75, TypePoints = 7.5 };

    /// <summary>Two columns of the Lancet: 154 mm.</summary>
    public static PrintFormat LancetTwoColumns { get; } = new() { Millimetres = 154 };

    /// <summary>
    /// The New England Journal of Medicine publishes no width: 174 mm, 1200 dpi for lines; send the SVG or PDF too, it is edited there.
    /// </summary>
    public static PrintFormat Nejm { get; } = new() { Millimetres = 174, TypePoints = 8, Dpi = 1200 };

    /// <summary>Width in millimetres. The default value is 84.</summary>
    public double Millimetres
    {
        get;
        init => field = value is >= 30 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Millimetres must be 30 to 1000.");
    } = 84;

    /// <summary>Size of axis labels and legend in points; notes are never below 7 pt unless this is. The default value is 7.5.</summary>
    public double TypePoints
    {
        get;
        init => field = value is >= 6 and <= 24
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "TypePoints must be 6 to 24: journals refuse smaller type.");
    } = 7.5;

    /// <summary>Dots per inch of raster files. The default value is 600.</summary>
    public int Dpi
    {
        get;
        init => field = value is >= 72 and <= 2400
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Dpi must be 72 to 2400.");
    } = 600;

    internal double Pixels => Millimetres / MillimetresPerInch * PixelsPerInch;

    internal double TypePixels => TypePoints / PointsPerInch * PixelsPerInch;
}
