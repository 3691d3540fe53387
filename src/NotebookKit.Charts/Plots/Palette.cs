using System.Collections.Immutable;
using System.Globalization;

namespace NotebookKit.Charts.Plots;

/// <summary>An opaque colour.</summary>
internal readonly record struct PlotColor(byte Red, byte Green, byte Blue)
{
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{Red:X2}{Green:X2}{Blue:X2}");

    /// <summary>The same meaning on a dark page.</summary>
    public PlotColor Dark => Palette.OnDark.GetValueOrDefault(this, this);

    public string WithAlpha(double alpha) => string.Create(CultureInfo.InvariantCulture, $"rgba({Red},{Green},{Blue},{alpha})");

    public static PlotColor Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}

/// <summary>Stroke and gap lengths in line widths; empty for a solid line.</summary>
internal sealed record PlotDash(params double[] Lengths)
{
    public static PlotDash Solid { get; } = new();

    public static PlotDash Dashed { get; } = new(4, 3);

    public static PlotDash Dotted { get; } = new(1.2, 2.4);

    public bool IsSolid => Lengths.Length == 0;

    /// <summary>Share of the line that is drawn; by it the eye tells patterns apart.</summary>
    public double Ink => IsSolid ? 1 : Lengths.Where((_, i) => i % 2 == 0).Sum() / Lengths.Sum();
}

/// <summary>Colours and line styles that survive colour blindness and grey print.</summary>
/// <remarks>Lines differ by 20 or more in CIE Lab under each kind of colour blindness, the first four also by 10 or more in
/// lightness.</remarks>
internal static class Palette
{
    public static PlotColor Ink { get; } = PlotColor.Of(0x222222);

    public static PlotColor Muted { get; } = PlotColor.Of(0x555555);

    public static PlotColor Faint { get; } = PlotColor.Of(0x808080);

    /// <summary>The page; on a dark page dark.</summary>
    public static PlotColor White { get; } = PlotColor.Of(0xFFFFFF);

    public static PlotColor Blue { get; } = PlotColor.Of(0x004B87);

    public static PlotColor LightBlue { get; } = PlotColor.Of(0x7FC4EE);

    public static PlotColor DarkBlue { get; } = PlotColor.Of(0x083D77);

    public static PlotColor Vermilion { get; } = PlotColor.Of(0xD55E00);

    public static PlotColor LightGrey { get; } = PlotColor.Of(0xDDDDDD);

    private static readonly ImmutableArray<PlotColor> Lines =
    [
        Blue, Vermilion, PlotColor.Of(0x1B1B1B), PlotColor.Of(0x9610F9), PlotColor.Of(0x592707), PlotColor.Of(0xBA8069),
        PlotColor.Of(0x605660), PlotColor.Of(0x210188),
    ];

    private static readonly ImmutableArray<PlotDash> Dashes = [PlotDash.Solid, new(5, 2.5), new(1.3, 1.6), new(9, 2), new(1.3, 3.2)];

    private static readonly ImmutableArray<PlotColor> Tints = [PlotColor.Of(0xC9DCEC), PlotColor.Of(0xF6D9C2), PlotColor.Of(0xDDDDDD),
        PlotColor.Of(0xE6D3F5)];

    private static readonly ImmutableArray<PlotColor> Severities =
        [PlotColor.Of(0xFEE6CE), PlotColor.Of(0xFDB06B), PlotColor.Of(0xE66A10), PlotColor.Of(0x9E3603), PlotColor.Of(0x3F1202)];

    /// <summary>Colours whose look on a dark page differs.</summary>
    public static ImmutableDictionary<PlotColor, PlotColor> OnDark { get; } = new (int Light, int Dark)[]
    {
        (0xFFFFFF, 0x1F1F1F), (0x222222, 0xE6E6E6), (0x555555, 0xBDBDBD), (0x808080, 0x8C8C8C), (0xDDDDDD, 0x5C5C5C),
        (0x004B87, 0x7FC4FF), (0xD55E00, 0xF07B1D), (0x1B1B1B, 0xF6F6F6), (0x9610F9, 0x7757FE), (0x592707, 0x826B5E),
        (0xBA8069, 0xF1BF89), (0x605660, 0xBA50A5), (0x210188, 0xB0FE17), (0x083D77, 0x9CCBFF), (0x7FC4EE, 0x336E9F),
        (0xFEE6CE, 0x4A2E17), (0xFDB06B, 0x8A4B14), (0xE66A10, 0xD9731A), (0x9E3603, 0xFFB169), (0x3F1202, 0xFFE9D6),
        (0xC9DCEC, 0x28435C), (0xF6D9C2, 0x5C3A20), (0xE6D3F5, 0x4A3260),
    }.ToImmutableDictionary(p => PlotColor.Of(p.Light), p => PlotColor.Of(p.Dark));

    /// <summary>Colour of the series at a place of the legend; 8 colours and 5 dashes repeat together only after 40 series.</summary>
    public static PlotColor Line(int index) => Lines[index % Lines.Length];

    public static PlotDash Dash(int index) => Dashes[index % Dashes.Length];

    /// <summary>A light fill on which marks of any colour stand out; four in a row differ.</summary>
    public static PlotColor Tint(int index) => Tints[index % Tints.Length];

    /// <summary>From light to dark in equal steps of lightness: readable in grey.</summary>
    public static PlotColor Severity(int grade) => Severities[Math.Clamp(grade, 1, 5) - 1];

    /// <summary>The colour of a response class: the same in every figure.</summary>
    public static PlotColor Response(string response, int index = 0) => response switch
    {
        "CR" => DarkBlue,
        "PR" => LightBlue,
        "SD" or "Non-CR/Non-PD" => LightGrey,
        "PD" => Vermilion,
        "NE" => White,
        _ => Line(index + 2),
    };

    /// <summary>Ink that can be read on a fill, on a light and on a dark page.</summary>
    public static PlotColor Readable(PlotColor fill) => 0.299 * fill.Red + 0.587 * fill.Green + 0.114 * fill.Blue < 140 ? White : Ink;
}
