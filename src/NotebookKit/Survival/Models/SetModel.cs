using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Models;

/// <summary>Models of an analysis set: its patients are the clusters, its groups come in its order, its labels name the columns.</summary>
internal static class SetModel
{
    /// <summary>
    /// The model with what the set knows: clusters unless the formula names others, and the first group as reference unless it orders them.
    /// </summary>
    public static SurvivalFormula Of(this SurvivalFormula model, AnalysisSet set)
    {
        ImmutableArray<string> order = set.Order([]);
        if (model.Terms.Any(t => t.Variables[0].IsEverything)) model = model.Expand(set.Frame, set.Patient, set.Cluster);
        return model with
        {
            Cluster = model.Cluster ?? set.Cluster,
            Terms = order.IsEmpty ? model.Terms : [.. model.Terms.Select(t => new ModelTerm([.. t.Variables.Select(v => Ordered(v))]))],
        };

        ModelVariable Ordered(ModelVariable v) =>
            v.Column == set.By && v.Transform is null && v.Levels.IsEmpty ? v with { Levels = order } : v;
    }

    private static DataFrame Columns(AnalysisSet set, SurvivalFormula model) =>
        set.Columns(model.Columns(set.Cluster, set.RepeatedPatient));

    /// <summary>Reads a model of event or censoring.</summary>
    public static ModelFrame Read(AnalysisSet set, SurvivalFormula model, EventCoding? coding, bool timeFunctions = false) =>
        new ModelFrameReader(Columns(set, model), model.Of(set) with { EventCoding = coding ?? EventCoding.ZeroOne }, set.Unit)
        {
            Labels = set.Words.Labels, Patient = set.Patient, AllowsTimeFunctions = timeFunctions,
        }.Read();

    /// <summary>Reads a model whose status column holds causes.</summary>
    public static ModelFrame ReadCauses(AnalysisSet set, SurvivalFormula model, string? censoredValue, bool needsCensored,
        bool timeFunctions = false) =>
        new ModelFrameReader(Columns(set, model), model.Of(set), set.Unit)
        {
            HasCauses = true, CensoredValue = censoredValue, NeedsCensored = needsCensored, AllowsTimeFunctions = timeFunctions,
            Labels = set.Words.Labels, Patient = set.Patient,
            StratumOrder = set.By is { } by
                ? ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add(by, set.Order([]))
                : ImmutableDictionary<string, ImmutableArray<string>>.Empty,
        }.Read();
}
