using System.Globalization;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>The font that ships with the package; no font of the machine is ever used, so that every machine draws the same.</summary>
internal static class PrintFonts
{
    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Load("Arimo-Regular.ttf")),
        LazyBold = new(() => Load("Arimo-Bold.ttf"));

    public static SKTypeface Regular => LazyRegular.Value;

    public static SKTypeface Bold => LazyBold.Value;

    /// <summary>The text as the font can draw it; what it lacks is refused, because Skia would leave it out without a word.</summary>
    /// <exception cref="NotSupportedException">A character has no glyph; the message names it.</exception>
    public static string Check(string text, bool bold)
    {
        using var font = new SKFont(bold ? Bold : Regular);
        foreach (System.Text.Rune rune in text.EnumerateRunes())
            if (font.GetGlyph(rune.Value) == 0)
                throw new NotSupportedException(string.Create(CultureInfo.InvariantCulture,
                    $"The print font has no letter for '{rune}' (U+{rune.Value:X4}) in \"{text}\". Write it in Latin or Greek letters, or "
                        + $"save the figure as SVG, which uses the fonts of the reader."));
        return text;
    }

    private static SKTypeface Load(string name)
    {
        using Stream stream = typeof(PrintFonts).Assembly.GetManifestResourceStream(name)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {name} of the package cannot be read.");
    }
}
