using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Reports.Documents;

/// <summary>
/// The styles of a report in Word, under the names that Word gives them, so that a template of a journal can change them.
/// </summary>
internal static class WordStyles
{
    public static Styles All() => new(
        new DocDefaults(
            new RunPropertiesDefault(
                new RunPropertiesBaseStyle(new RunFonts { Ascii = "Arial", HighAnsi = "Arial", ComplexScript = "Arial" },
                    new FontSize { Val = "18" }, new Languages { Val = "en-US" })),
            new ParagraphPropertiesDefault()),
        // Tables are measured in the type of the defaults, so that of the text is a style of its own.
        Style("Normal", "Normal", after: 0, isDefault: true), Style("BodyText", "Body Text", after: 120, size: 20),
        Heading(1, 32), Heading(2, 26), Heading(3, 22), Heading(4, 20), Heading(5, 20), Heading(6, 20),
        Style("Figure", "Figure", after: 60, keepNext: true), Style("FigureCaption", "Figure Caption", after: 200, size: 18, bold: true),
        Style("Gap", "Gap", after: 0, size: 12),
        Style("Note", "Note", after: 120, size: 16), Style("Quote", "Quote", after: 120, size: 20, italic: true, indent: 400),
        Style("ListParagraph", "List Paragraph", after: 40, size: 20),
        Style("Code", "Code", after: 0, size: 16, font: "Consolas", indent: 200));

    private static Style Heading(int level, int size)
    {
        Style style = Style("Heading" + level, "heading " + level, after: 120, size: size, bold: true, keepNext: true, before: 240);
        style.GetFirstChild<StyleParagraphProperties>()!.Append(new OutlineLevel { Val = level - 1 });
        return style;
    }

    private static Style Style(string id, string name, int after, int size = 0, bool bold = false, bool italic = false,
        bool keepNext = false, int before = 0, string? font = null, int indent = 0, bool isDefault = false)
    {
        var style = new Style { Type = StyleValues.Paragraph, StyleId = id, Default = isDefault ? true : null,
            CustomStyle = name is "Code" or "Figure" or "Figure Caption" or "Gap" or "Note" ? true : null };
        style.Append(new StyleName { Val = name });
        if (!isDefault) style.Append(new BasedOn { Val = "Normal" });
        style.Append(new PrimaryStyle());
        var paragraph = new StyleParagraphProperties();
        if (keepNext) paragraph.Append(new KeepNext());
        paragraph.Append(
            new SpacingBetweenLines { Before = before.ToString(System.Globalization.CultureInfo.InvariantCulture),
                After = after.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        if (indent > 0) paragraph.Append(new Indentation { Left = indent.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        style.Append(paragraph);
        var run = new StyleRunProperties();
        if (font is not null) run.Append(new RunFonts { Ascii = font, HighAnsi = font, ComplexScript = font });
        if (bold) run.Append(new Bold());
        if (italic) run.Append(new Italic());
        if (size > 0) run.Append(new FontSize { Val = size.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        if (run.HasChildren) style.Append(run);
        return style;
    }
}
