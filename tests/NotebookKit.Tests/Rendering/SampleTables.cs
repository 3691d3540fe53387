using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>Tables that use everything a table can have.</summary>
internal static class SampleTables
{
    public static SummaryTable Publishable => new()
    {
        Title = "Table 3. Response & adverse events",
        Columns =
        [
            new("Characteristic", TableAlignment.Left),
            new("TAE\nN = 9 procedures") { Spanner = "NET, 30 procedures" },
            new("TACE\nN = 12 procedures") { Spanner = "NET, 30 procedures" },
            new("TARE\nN = 8 procedures") { Spanner = "NEC, 13 procedures" },
            new("P") { Note = "Per procedure; the procedures of a patient are not independent." },
        ],
        Rows =
        [
            new(["Ki-67, %, median (range)", "28.5 (21–65)", "30 (25–40)", "55 (32–90)",
                new("<0.001") { Note = "Kruskal-Wallis rank sum test" }]),
            new(["Gastrointestinal disorders", "3 (33%)", "5 (42%)", "0", new("0.10") { Note = "Fisher's exact test" }]) {
                IsHeading = true },
            new(["Nausea", "2 (22%)", "5 (42%)", "0", new("0.12") { Note = "Fisher's exact test" }]) { Indent = 1 },
            new(["Change, mm", "\u22124.2", "0.0", "3.1", ""]),
        ],
        Footnotes = ["n (%) of procedures.", "Grades by CTCAE 5.0."],
    };

    /// <summary>Texts that try to be markup, formulas or control characters in one format or another.</summary>
    public static string[] Hostile =>
    [
        "<script>alert(1)</script>", "</td></tr></table><img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)", "&lt;b&gt;",
        "<!-- x", "]]>",
        "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", " =1+1", "\r=1+1", "=HYPERLINK(\"http://x\",\"y\")", "＝1", "|calc", "%0A",
        "a|b", "**bold**", "[link](javascript:alert(1))", "![i](http://x/y.png)", "`code`", "https://example.org", "www.example.org",
        "a@b.org", "$x^2$", "# head", "- item", "~~no~~",
        "\\input{/etc/passwd}", "\\\\[2cm]", "{", "}", "100% & more_ #1 ~^", "[x]", "*", "$\\alpha$", "\\", "``", "--",
        "comma, quote \" and\nline", "nul \0 bell \a escape \u001b[31m", "lone \ud800 surrogate", "right-to-left \u202e override",
        "\ufffe", "",
    ];

    /// <summary>A table with one hostile text in every place that a table has.</summary>
    public static SummaryTable With(string text) => new()
    {
        Title = text,
        Columns = [new(text, TableAlignment.Left), new(text) { Spanner = text, Note = text }],
        Rows = [new([text, new(text) { Note = text + "." }]), new([text, "x"]), new([text, text]) { Indent = 1, IsHeading = true }],
        Footnotes = [text],
    };
}
