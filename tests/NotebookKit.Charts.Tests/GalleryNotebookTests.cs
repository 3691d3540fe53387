using System.Reflection;
using System.Text.Json;
using NotebookKit.Charts;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Charts.Tests;

/// <summary>A figure that is not in the gallery is a figure that nobody finds.</summary>
public sealed class GalleryNotebookTests
{
    // How a cell makes what it draws.
    private static readonly Dictionary<Type, string> Made = new()
    {
        [typeof(KaplanMeierEstimate)] = ".KaplanMeier(", [typeof(CumulativeIncidenceEstimate)] = ".CumulativeIncidence(",
        [typeof(CumulativeHazardEstimate)] = ".NelsonAalen(",
        [typeof(CoxFit)] = ".Cox(", [typeof(RestrictedMeanEstimate)] = ".RestrictedMean(",
        [typeof(SchoenfeldResiduals)] = ".SchoenfeldResiduals(", [typeof(CoxCurves)] = ".Curves(",
        [typeof(NotebookKit.Response.Comparisons.EndPointSensitivity)] = ".EndPointSensitivity(",
    };

    [Fact]
    public void Every_figure_has_a_cell_in_the_gallery()
    {
        using JsonDocument notebook = JsonDocument.Parse(File.ReadAllText(Repository.Path("notebooks", "gallery.ipynb")));
        string code = string.Concat(notebook.RootElement.GetProperty("cells").EnumerateArray()
            .Where(c => c.GetProperty("cell_type").GetString() == "code")
            .SelectMany(c => c.GetProperty("source").EnumerateArray().Select(l => l.GetString())));
        string[] missing = [.. typeof(Figure).Assembly.GetExportedTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(Figure) && !m.Name.StartsWith("Quick", StringComparison.Ordinal)
                && m.DeclaringType != typeof(DataFrameQuickPlotExtensions))
            .Where(m => !code.Contains(m.Name == "ToFigure" ? Made[m.GetParameters()[0].ParameterType] : m.Name is "Draw"
                ? $"{m.DeclaringType!.Name}.Draw("
                : $".{m.Name}(", StringComparison.Ordinal))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct()];
        Assert.Empty(missing);
    }
}
