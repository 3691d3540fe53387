using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Curves;

/// <summary>Step curves that rise from 0, with the words around them.</summary>
internal sealed record CurveModel(
    ImmutableArray<CurveModelCurve> Curves, ImmutableArray<CurveModelGroup> Groups, string TimeTitle, string YTitle,
    ImmutableArray<string> Tests, ImmutableArray<string> Notes, string Text)
{
    /// <summary>Whether values are probabilities; else they have no upper end.</summary>
    public bool IsProbability { get; init; }

    public string Unit { get; init; } = "";

    public double LastTime { get; init; }
}

/// <summary>One curve: its group and cause by place, its steps and its band.</summary>
internal sealed record CurveModelCurve(string Name, string Legend, int Group, int Cause, ImmutableArray<PlotPoint> Steps,
    ImmutableArray<PlotPoint> Band, ImmutableArray<string> Hover);

/// <summary>A group with the number at risk just before any time.</summary>
internal sealed record CurveModelGroup(string Name, Func<double, double> AtRisk);
