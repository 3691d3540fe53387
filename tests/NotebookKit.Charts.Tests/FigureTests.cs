using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

public sealed class FigureTests
{
    public static TheoryData<string> Kinds =>
        ["waterfall", "adverse events", "Kaplan-Meier", "panel", "quick scatter", "quick histogram", "quick bar"];

    private static Figure Draw(string kind, string name = "Group") => kind switch
    {
        "waterfall" => WaterfallFigure.Draw(
            [new(name, 140, "PD") { IsMarked = true }, new(name + "2", -100, "CR"), new("c", null, "NE"), new("d", -12, name)],
            new() { Title = name, Unit = name, YTitle = name, Criterion = name, MarkMeaning = name }),
        "adverse events" => AdverseEventFigure.Draw([new(name, 1, 2), new(name, 3, 1), new("Other", null, 2)], 9,
            new() { Title = name, Unit = name, Grading = name }),
        "Kaplan-Meier" =>
            KaplanMeierFigureTests.Draw(name, new() { Title = name, YTitle = name, Origin = name, TimeUnit = name, ClusterUnit = name }),
        "panel" => FigurePanel.SideBySide(Draw("Kaplan-Meier", name), Draw("waterfall", name)),
        "quick scatter" => QuickPlotTests.Frame(name).QuickScatter(name, "y", "group"),
        "quick histogram" => QuickPlotTests.Frame(name).QuickHistogram(name),
        "quick bar" => QuickPlotTests.Frame(name).QuickBar("group"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    [Fact]
    public void DotNet_Interactive_prefers_an_image_and_text_and_can_be_asked_for_plotly_json()
    {
        Figure figure = Draw("waterfall");
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));
        Assert.Equal(figure.ToHtml(), figure.ToDisplayString("text/html"));
        Assert.Equal(figure.Text, figure.ToDisplayString("text/plain"));
        Assert.Equal(figure.ToPlotlyJson(), figure.ToDisplayString("application/vnd.plotly.v1+json"));
    }

    [Fact]
    public void The_image_is_sized_and_described()
    {
        Figure figure = Draw("waterfall");
        string html = figure.ToHtml();
        Assert.Contains("<img class=\"nbk-figure\" alt=\"Waterfall of best change", html);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"width=\"{figure.Width}\" height=\"{figure.Height}\""), html);
        Assert.Equal(figure.ToSvg(FigureTheme.Automatic), SvgInHtml(html));
        Assert.Equal(figure.Text, Svg(figure).Elements().Single(e => e.Name.LocalName == "desc").Value);
    }

    [Fact]
    public void A_phone_shows_the_figure_laid_out_anew_and_print_does_not_change()
    {
        Figure figure = Draw("waterfall");
        string html = figure.ToHtml();
        Assert.Matches("<picture><source media=\"\\(max-width:600px\\)\" width=\"340\" height=\"\\d+\" "
            + "srcset=\"data:image/svg\\+xml;base64,", html);
        string phone = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(
            System.Text.RegularExpressions.Regex.Match(html, "srcset=\"data:image/svg\\+xml;base64,([^\"]+)\"").Groups[1].Value));
        Assert.Equal(figure.Resize(340).ToSvg(FigureTheme.Automatic), phone);
        Assert.DoesNotContain("<picture", figure.For(PrintFormat.OneColumn).ToHtml(), StringComparison.Ordinal);
        Assert.Contains("max-width:600px", figure.ToHtmlPage(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_asks_the_network_or_runs_script(string kind)
    {
        Figure figure = Draw(kind);
        string svg = figure.ToSvg().Replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        Assert.All((string[])[svg, figure.ToHtml(), figure.ToPlotlyJson()], output =>
        {
            Assert.DoesNotContain("http", output);
            Assert.DoesNotContain("<script", output);
            Assert.DoesNotContain("//", output.Split("base64,")[0]);
        });
        Assert.DoesNotContain("url(", svg);
    }

    [Fact]
    public void The_page_carries_its_own_plotly()
    {
        string page = Draw("waterfall").ToHtmlPage();
        Assert.True(page.Length > 3_000_000);
        Assert.DoesNotContain("<script src", page);
        Assert.DoesNotContain("<link", page.Split("Plotly.newPlot(\"figure\"")[1]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Hostile_names_stay_text_everywhere(string kind)
    {
        Figure figure = Draw(kind, Hostile);
        var svg = Svg(figure);
        Assert.DoesNotContain(svg.Descendants(), e => e.Name.LocalName is "script" or "a" or "b");
        Assert.Contains(svg.Descendants(), e => e.Value.Contains("<script>alert"));
        Assert.DoesNotContain('\u202E', figure.ToSvg());
        string html = figure.ToHtml();
        Assert.DoesNotContain("<script", html);
        Assert.Equal(figure.OnPhone() is null ? 3 : 6, html.Count(c => c == '<'));

        foreach (string text in Strings(PlotlyOf(figure)))
        {
            string markup = text.Replace("<br>", "").Replace("<b>", "").Replace("</b>", "");
            Assert.DoesNotContain('<', markup);
            Assert.DoesNotContain('$', markup);
            Assert.DoesNotContain("%{", markup);
        }
        Assert.DoesNotContain("</script", figure.ToPlotlyJson());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Output_ignores_the_culture_and_is_the_same_each_time(string kind)
    {
        (string, string, string) before = All();
        CultureInfo saved = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(before, All());
        }
        finally
        {
            CultureInfo.CurrentCulture = saved;
        }

        (string, string, string) All() => Draw(kind) is var f ? (f.ToSvg(), f.ToHtml(), f.ToPlotlyJson()) : default;
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Plotly_net_takes_the_figure_over_unchanged(string kind)
    {
        Figure figure = Draw(kind);
        JsonNode ours = JsonNode.Parse(figure.ToPlotlyJson())!,
            theirs = JsonNode.Parse(GenericChart.toFigureJson(figure.ToGenericChart()))!;
        Assert.True(JsonNode.DeepEquals(ours["data"], theirs["data"]));
        Assert.True(JsonNode.DeepEquals(ours["layout"], theirs["layout"]));
        Assert.False((bool)ours["config"]!["displaylogo"]!);
    }

    [Fact]
    public void A_figure_is_saved_as_its_extension_says()
    {
        Figure figure = Draw("waterfall");
        string folder = Directory.CreateTempSubdirectory("figure").FullName;
        try
        {
            figure.Save(Path.Combine(folder, "a.svg"));
            figure.Save(Path.Combine(folder, "a.json"));
            Assert.Equal(figure.ToSvg(), File.ReadAllText(Path.Combine(folder, "a.svg")));
            Assert.Equal(figure.ToPlotlyJson(), File.ReadAllText(Path.Combine(folder, "a.json")));
            string png = Path.Combine(folder, "a.png");
            Assert.Contains(".svg, .html or .json, or SavePrint", Assert.Throws<ArgumentException>(() => figure.Save(png)).Message);
            Assert.False(File.Exists(png));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
