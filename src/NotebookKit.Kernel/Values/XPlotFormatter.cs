using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Kernel.Values;

/// <summary>Shows the figures of <c>XPlot.Plotly</c>, known by name alone.</summary>
internal static class XPlotFormatter
{
    /// <summary>The package, and the one that showed its figures in .NET Interactive.</summary>
    public const string Package = "XPlot.Plotly", ForInteractive = "XPlot.Plotly.Interactive";

    /// <summary>Registers for the type of its figures wherever it is loaded from, now or later.</summary>
    public static void Register()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => RegisterFrom(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies()) RegisterFrom(assembly);
    }

    private static void RegisterFrom(Assembly assembly)
    {
        if (assembly.GetName().Name != Package || assembly.GetType("XPlot.Plotly.PlotlyChart") is not { } type) return;
        Formatter.Register(type, static (chart, writer) => writer.Write((string)((dynamic)chart).GetHtml()), HtmlFormatter.MimeType);
        Formatter.Register(type, static (_, writer) => writer.Write("Figure of XPlot.Plotly"), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }
}
