using System.Globalization;
using NotebookKit.Charts;
using NotebookKit.Charts.Tests;

namespace NotebookKit.Reports.Tests;

/// <summary>Every figure of the gallery as a journal wants it; the pictures lie in artifacts/figures to be looked at.</summary>
public sealed class PrintTests
{
    public static TheoryData<string> Kinds => [.. Gallery.Figures.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_figure_prints_with_the_font_that_ships(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        string folder = Directory.CreateDirectory(Repository.Path("artifacts", "figures")).FullName;
        figure.SavePrint(Path.Combine(folder, kind + "-84mm.png"), PrintFormat.OneColumn with { Dpi = 300 });
        figure.SavePrint(Path.Combine(folder, kind + "-84mm.svg"));
        figure.SavePrint(Path.Combine(folder, kind + ".pdf"));
        foreach (int width in (int[])[480, 1200])
        {
            Figure sized = figure.Resize(width);
            File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"{kind}-{width}.png")), sized.ToPng(dpi: 96));
            File.WriteAllText(Path.Combine(folder, FormattableString.Invariant($"{kind}-{width}.svg")), sized.ToSvg());
            File.WriteAllText(Path.Combine(folder, FormattableString.Invariant($"{kind}-{width}.json")), sized.ToPlotlyJson());
        }
        File.WriteAllBytes(Path.Combine(folder, kind + "-dark.png"), figure.ToPng(FigureTheme.Dark, 96));
        File.WriteAllText(Path.Combine(folder, kind + ".json"), figure.ToPlotlyJson());
        File.WriteAllText(Path.Combine(folder, kind + ".html"), figure.ToHtml());
        Assert.Contains(figure.Text[..20], System.Net.WebUtility.HtmlDecode(figure.ToHtml()));
    }
}
