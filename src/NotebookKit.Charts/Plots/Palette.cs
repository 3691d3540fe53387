using System.Collections.Immutable;
using System.Globalization;

namespace NotebookKit.Charts.Plots;

/// <summary>An opaque colour.</summary>
internal readonly record struct PlotColor(byte Red, byte Green, byte Blue)
{
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{Red:X2}{Green:X2}{Blue:X2}");

    public string WithAlpha(double alpha) => string.Create(CultureInfo.InvariantCulture, $"rgba({Red},{Green},{Blue},{alpha})");
}

/// <summary>Stroke and gap lengths in line widths; empty for a solid line.</summary>
internal sealed record PlotDash(params double[] Lengths)
{
    public static PlotDash Solid { get; } = new();

    public bool IsSolid => Lengths.Length == 0;
}

/// <summary>Colours and line styles that survive colour blindness and grey print.</summary>
/// <remarks>Hues of Okabe and Ito (Color Universal Design, 2008), darkened where a line would be too faint on white.</remarks>
internal static class Palette
{
    public static PlotColor Ink { get; } = new(0x22, 0x22, 0x22);

    public static PlotColor Muted { get; } = new(0x55, 0x55, 0x55);

    public static PlotColor Faint { get; } = new(0x99, 0x99, 0x99);

    public static PlotColor White { get; } = new(0xFF, 0xFF, 0xFF);

    public static PlotColor Blue { get; } = new(0x00, 0x72, 0xB2);

    public static PlotColor LightBlue { get; } = new(0x7F, 0xC4, 0xEE);

    public static PlotColor DarkBlue { get; } = new(0x08, 0x3D, 0x77);

    public static PlotColor Vermilion { get; } = new(0xD5, 0x5E, 0x00);

    public static PlotColor LightGrey { get; } = new(0xDD, 0xDD, 0xDD);

    private static readonly ImmutableArray<PlotColor> Lines =
    [
        Blue, Vermilion, new(0x00, 0x9E, 0x73), new(0xB0, 0x5A, 0x8A), new(0xC4, 0x8A, 0x00), new(0x33, 0x33, 0x33), new(0x3A, 0x9B, 0xD4),
    ];

    private static readonly ImmutableArray<PlotDash> Dashes =
    [
        PlotDash.Solid, new(4.5, 2.2), new(1.2, 1.8), new(6, 2, 1.2, 2), new(8, 3), new(6, 2, 1.2, 2, 1.2, 2),
    ];

    /// <summary>Colour of the series at a place of the legend; 7 colours and 6 dashes repeat together only after 42 series.</summary>
    public static PlotColor Line(int index) => Lines[index % Lines.Length];

    public static PlotDash Dash(int index) => Dashes[index % Dashes.Length];

    /// <summary>From light to dark in equal steps of lightness: readable in grey.</summary>
    public static PlotColor Severity(int grade) => Math.Clamp(grade, 1, 5) switch
    {
        1 => new(0xFE, 0xE6, 0xCE),
        2 => new(0xFD, 0xB0, 0x6B),
        3 => new(0xE6, 0x6A, 0x10),
        4 => new(0x9E, 0x36, 0x03),
        _ => new(0x3F, 0x12, 0x02),
    };
}
