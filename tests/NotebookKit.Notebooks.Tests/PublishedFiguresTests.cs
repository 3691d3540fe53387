using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Every figure that Endocrine Abstracts (2024) 108 C28 prints, read from the outputs of the executed notebooks.</summary>
public sealed class PublishedFiguresTests(ExecutedNotebooks notebooks) : IClassFixture<ExecutedNotebooks>
{
    [Fact]
    public void Every_notebook_runs_to_its_end() => Assert.True(notebooks.ExitCode == 0, notebooks.Messages);

    [Theory]
    [InlineData("Age, years, mean (SD)", @"patients\s+\S+ \(\S+\)\s+58 \(\d+\)\s+63 \(\d+\)")]
    [InlineData("Male, n/N (%)", @"patients\s+\S+ \(\S+\)\s+8/20 \(40%\)\s+4/6 \(67%\)")]
    [InlineData("Pancreatic primary, n/N (%)", @"patients\s+\S+ \(\S+\)\s+7/20 \(35%\)\s+1/6 \(17%\)")]
    [InlineData("Ki-67, %, median (range)", @"patients\s+\S+ \(\S+\)\s+28\.5 \(21–65\)\s+55\.0 \(32–90\)")]
    [InlineData("Extrahepatic disease at first procedure, n/N (%)", @"patients\s+\S+ \(\S+\)\s+18/20 \(90%\)")]
    [InlineData("  TAE", @"9/30 \(30%\)\s+1/13 ")]
    [InlineData("  TACE", @"12/30 \(40%\)\s+4/13 ")]
    [InlineData("  TARE", @"9/30 \(30%\)\s+8/13 ")]
    [InlineData("Largest tumour, cm, mean (SD)", @"procedures\s+\S+ \(\S+\)\s+6\.6 \(\d\.\d\)\s+6\.8 \(")]
    [InlineData("Bilobar disease, n/N (%)", @"procedures\s+\S+ \(\S+\)\s+28/30 \(93%\)\s+12/13 \(92%\)")]
    [InlineData("Extrahepatic disease, n/N (%)", @"procedures\s+\S+ \(\S+\)\s+27/30 \(90%\)\s+6/13 \(46%\)")]
    public void Cohort(string label, string expected) =>
        HasRow("01-cohort", "NET 20 patients 30 procedures  NEC 6 patients 13 procedures", label, expected);

    [Fact]
    public void Response_at_one_month() =>
        HasRow("02-response", "Local response one month after the procedure, mRECIST", "Objective response (CR + PR)",
            @"18/30 \(60%\).*4/13 \(31%\).*\s0\.10 ");

    // the abstract's own P are the ordinary ones; beside them those of patients permuted, studentized over patients: 68,392 of 230,230 and
    // its like
    [Theory]
    [InlineData("Local", "0.25", "0.30", "6.7", "2.9")]
    [InlineData("Hepatic", "0.21", "0.28", "4.8", "1.5")]
    [InlineData("Overall", "0.33", "0.36", "3.2", "1.5")]
    public void Progression_free_survival(string scope, string p, string studentized, string net, string nec)
    {
        string figure = Assert.Single(notebooks.Texts("03-survival"),
            t => t.StartsWith($"Kaplan-Meier curves, {scope} progression-free survival:", StringComparison.Ordinal));
        Assert.Contains($"NET n = 30, ", figure, StringComparison.Ordinal);
        Assert.Matches(
            $@"NET n = 30, \d+ events, median {Regex.Escape(net)} months .*NEC n = 13, \d+ events, median {Regex.Escape(nec)} months ",
            figure);
        Assert.Contains($"Log-rank test: P = {p}, procedures taken as independent. Unit of analysis: procedures, n = 43, from 26 patients.",
            figure, StringComparison.Ordinal);
        HasRow("03-survival", "Log-rank tests", scope + " PFS", Regex.Escape(p) + @"\s+0\.\d\d\s+" + Regex.Escape(studentized));
    }

    [Theory]
    [InlineData("Any adverse event", @"14 \(32\.6%\)")]
    [InlineData("Post-embolization syndrome", @"12 \(27\.9%\)")]
    [InlineData("Hepatic infarct", @"8 \(18\.6%\)")]
    [InlineData("Carcinoid crisis", @"1 \(2\.3%\)")]
    public void Adverse_events_per_procedure(string label, string expected) =>
        HasRow("04-adverse-events", "Overall, N = 43 procedures", label, "^" + expected);

    [Fact]
    public void The_printed_percentage_that_no_count_gives_is_shown() =>
        HasRow("04-adverse-events", "Printed percentages", "Carcinoid crisis",
            @"1 \(2\.4%\)\s+impossible: nearest 1/43 procedures = 2\.3%");

    [Fact]
    public void Figures_carry_the_bundle_both_kernels_show()
    {
        foreach ((string notebook, int figures) in new[] { ("01-cohort", 1), ("02-response", 1), ("03-survival", 3) })
        {
            var bundles = notebooks.Cells(notebook).SelectMany(c => c!["outputs"]?.AsArray() ?? [])
                .Where(o => o!["data"]?["application/vnd.plotly.v1+json"] is not null).Select(o => o!["data"]!).ToList();
            Assert.Equal(figures, bundles.Count);
            Assert.All(bundles, b => Assert.NotNull(b["application/vnd.plotly.v1+json"]!["data"]));
            Assert.All(bundles, b => Assert.Contains("<img", ExecutedNotebooks.Text(b["text/html"]!), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_figure_of_README_is_that_of_the_notebook()
    {
        string figure = notebooks.Cells("03-survival").SelectMany(c => c!["outputs"]?.AsArray() ?? []).Select(o => o!["data"]?["text/html"])
            .OfType<JsonNode>().Select(ExecutedNotebooks.Text).First(t => t.Contains("data:image/svg+xml", StringComparison.Ordinal));
        byte[] svg = Convert.FromBase64String(Regex.Match(figure, " src=\"data:image/svg\\+xml;base64,([^\"]+)").Groups[1].Value);
        Assert.Equal(File.ReadAllText(Repository.Path(".github", "kaplan-meier.svg")).ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(svg));
    }

    public static TheoryData<string> Names => [.. ExecutedNotebooks.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_committed_notebook_shows_the_outputs_of_today(string name)
    {
        NotebookDocument committed = NotebookDocument.Load(Repository.Path("notebooks", name + ".ipynb")),
            today = NotebookDocument.Parse(notebooks.File(name + ".ipynb"));
        StillOutputs.Apply(today, draw: null);
        IReadOnlyList<string> stale = OutputComparison.Differences(committed, today, new Tolerance(0, 0));
        Assert.True(stale.Count == 0, $"{name}.ipynb shows outputs of another day; run 'bash tests/refresh-notebooks.sh' and commit. "
            + string.Join("; ", stale));
    }

    [Fact]
    public void Reports_stand_alone()
    {
        foreach (string name in ExecutedNotebooks.Names.Append("index"))
            Assert.DoesNotMatch("<(?:script|img|link|iframe)[^>]*(?:src|href)=[\"']?https?:", notebooks.Report(name));
        // plotly.js lies beside the reports, once.
        string script = Regex.Match(notebooks.Report("03-survival"), " data-plotly=\"(plotly-[0-9a-f]{8}\\.js)\"").Groups[1].Value;
        Assert.Matches("plotly\\.js v\\d", notebooks.File(script));
        Assert.DoesNotMatch("plotly\\.js v\\d", notebooks.Report("03-survival"));
    }

    // a table's row starts with its label, and the rest holds the values
    private void HasRow(string notebook, string table, string label, string expected)
    {
        string text = Assert.Single(notebooks.Texts(notebook), t => t.Contains(table, StringComparison.Ordinal));
        string row = text.Split('\n').First(l => l.StartsWith(label, StringComparison.Ordinal));
        Assert.Matches(expected, row[label.Length..].TrimStart());
    }
}
