using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace NotebookKit.Rendering.Files;

/// <summary>The styles of a Word document with a table.</summary>
internal static class WordStyles
{
    public const string Caption = "Caption", Text = "TableText", Head = "TableHead", Note = "TableNote", Table = "ThreeRuleTable";

    public static Styles All() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Arial", HighAnsi = "Arial", ComplexScript = "Arial" }, new FontSize { Val = "20" },
                new Languages { Val = "en-US" })),
            new ParagraphPropertiesDefault()),
        new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal",
            Default = true },
        new Style(new StyleName { Val = "Normal Table" }, new UIPriority { Val = 99 },
            new StyleTableProperties(new TableIndentation { Width = 0, Type = TableWidthUnitValues.Dxa }))
        {
            Type = StyleValues.Table, StyleId = "TableNormal", Default = true,
        },
        Paragraph(Caption, "caption", "Normal", Spacing(0, 80), "20", bold: true, keepNext: true),
        Paragraph(Text, "Table Text", "Normal", Spacing(20, 20), "18"),
        Paragraph(Head, "Table Head", Text, null, null, bold: true),
        Paragraph(Note, "Table Note", "Normal", Spacing(40, 0), "16"),
        new Style(
            new StyleName { Val = "Three-Rule Table" }, new BasedOn { Val = "TableNormal" }, new PrimaryStyle(),
            new StyleTableProperties(
                new TableBorders(Rule<TopBorder>(), Rule<BottomBorder>()),
                new TableCellMarginDefault(
                    new TableCellLeftMargin { Width = PageLayout.CellMargin, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = PageLayout.CellMargin, Type = TableWidthValues.Dxa })))
        {
            Type = StyleValues.Table, StyleId = Table, CustomStyle = true,
        });

    private static Style Paragraph(string id, string name, string basedOn, SpacingBetweenLines? spacing, string? halfPoints,
        bool bold = false, bool keepNext = false)
    {
        var style = new Style(new StyleName { Val = name }, new BasedOn { Val = basedOn },
            new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = id };
        if (id != Caption) style.CustomStyle = true; // Word has the style caption itself
        var paragraph = new StyleParagraphProperties();
        if (keepNext) paragraph.Append(new KeepNext());
        if (spacing is not null) paragraph.Append(spacing);
        if (paragraph.HasChildren) style.Append(paragraph);
        var run = new StyleRunProperties();
        if (bold) run.Append(new Bold());
        if (halfPoints is not null) run.Append(new FontSize { Val = halfPoints });
        style.Append(run);
        return style;
    }

    private static SpacingBetweenLines Spacing(int before, int after) => new()
    {
        Before = before.ToString(System.Globalization.CultureInfo.InvariantCulture),
        After = after.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Line = "240", LineRule = LineSpacingRuleValues.Auto,
    };

    private static T Rule<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 12, Space = 0, Color = "auto" };
}
