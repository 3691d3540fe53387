using System.Collections.Immutable;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;

namespace NotebookKit.Response.Comparisons;

/// <summary>Every combination of the choices on which analysts of one end point differ.</summary>
internal static class EndPointMultiverse
{
    private sealed record Choice(string Option, string Name, Func<EndPointOptions, EndPointOptions> Set);

    /// <summary>
    /// The combinations, that of the choices made first. Choices on how measurements are judged vary only where progression comes from
    /// them.
    /// </summary>
    public static IEnumerable<(string Option, string Chosen, string Instead, EndPointOptions Other,
        ImmutableArray<(string Option, string Choice)> Settings)> Of(EndPointOptions options)
    {
        bool isFirst = true;
        foreach (Choice source in Source(options))
        {
            EndPointOptions from = source.Set(options);
            Choice[][] all = [.. General(options), .. from.Source == EndPointSource.Measurements ? OfMeasurements(options) : []];
            foreach (ImmutableArray<Choice> combination in Combine(all))
            {
                EndPointOptions other = combination.Aggregate(from, (o, c) => c.Set(o));
                ImmutableArray<(string, string)> settings = [(source.Option, source.Name), .. combination.Select(c => (c.Option, c.Name))];
                yield return (isFirst ? EndPointSensitivity.AsChosen : "Combination", "",
                    isFirst ? "" : string.Join("; ", combination.Prepend(source).Select(c => $"{c.Option} {c.Name}")), other, settings);
                isFirst = false;
            }
        }
    }

    // Of every option the choice made comes first, so that the first combination is that of the choices made.
    private static Choice[] Source(EndPointOptions o) =>
        [.. Values(o.Source, EndPointSource.Events, EndPointSource.Measurements).Select(s => new Choice("Source", s.ToString(),
            e => e with { Source = s, Response = s == EndPointSource.Measurements || s == o.Source ? e.Response : Plain(e.Response) }))];

    private static IEnumerable<Choice[]> General(EndPointOptions o)
    {
        yield return [.. Values(o.Death, DeathRule.Event, DeathRule.Censor)
            .Select(d => new Choice("Death", d.ToString(), e => e with { Death = d }))];
        yield return [.. Values(o.NewTherapy, InterveningRule.Ignore, InterveningRule.Censor)
            .Select(r => new Choice("New therapy", r.ToString(), e => e with { NewTherapy = r }))];
        yield return [.. Values(o.Retreatment, InterveningRule.Censor, InterveningRule.Ignore)
            .Select(r => new Choice("Retreatment", r.ToString(), e => e with { Retreatment = r }))];
        yield return [.. Values(o.SymptomProgression, InterveningRule.Censor, InterveningRule.Event)
            .Select(r => new Choice("Symptoms", r.ToString(), e => e with { SymptomProgression = r }))];
        yield return [.. Values(o.MaxGapDays, null, EndPointOptions.Fda(90, 14).MaxGapDays)
            .Select(g => new Choice("Longest gap", g is { } days ? FormattableString.Invariant($"{days} days") : "none",
                e => e with { MaxGapDays = g }))];
    }

    private static IEnumerable<Choice[]> OfMeasurements(EndPointOptions o)
    {
        ResponseCriterion other = o.Response.Criterion == ResponseCriterion.Recist11
            ? ResponseCriterion.MRecist2010
            : ResponseCriterion.Recist11;
        yield return [.. new[] { o.Response.Criterion, other }.Select(
            c => new Choice("Criterion", c.Name.Split(" (")[0], e => e with { Response = e.Response with { Criterion = c } }))];
        yield return [.. Values(o.Response.NewHepaticLesion, 0, 10)
            .Select(mm => new Choice("New liver lesion", mm == 0 ? "any size" : FormattableString.Invariant($"from {mm:0.###} mm"),
                e => e with { Response = e.Response with { NewHepaticLesionMm = mm } }))];
    }

    private static ResponseOptions Plain(ResponseOptions r) =>
        r with { Criterion = ResponseCriterion.MRecist2010, NewHepaticLesionMm = null };

    private static T[] Values<T>(T chosen, params T[] usual) => [.. usual.Prepend(chosen).Distinct()];

    private static IEnumerable<ImmutableArray<Choice>> Combine(IEnumerable<Choice[]> all) =>
        all.Aggregate((IEnumerable<ImmutableArray<Choice>>)[[]], (found, choices) => found.SelectMany(f => choices.Select(c => f.Add(c))));
}
