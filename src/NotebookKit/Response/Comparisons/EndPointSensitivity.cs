using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Comparisons;

/// <summary>Events and median of one group under one choice.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Events">Number of events.</param>
/// <param name="Median">Median time in months; null when not reached.</param>
internal readonly record struct EndPointGroup(string Name, int Events, double? Median);

/// <summary>One choice of the end point.</summary>
/// <param name="Option">Name of the option, as in <see cref="EndPointOptions"/> or <see cref="ResponseOptions"/>.</param>
/// <param name="Chosen">The choice made.</param>
/// <param name="Instead">The other choice.</param>
/// <param name="Groups">Events and medians.</param>
/// <param name="P">P of the log-rank test; null for one group.</param>
/// <param name="Moved">Number of units whose time or event is not that of the choices made.</param>
internal sealed record EndPointChoice(string Option, string Chosen, string Instead, ImmutableArray<EndPointGroup> Groups,
    double? P, int Moved)
{
    /// <summary>What was chosen of each option that is varied.</summary>
    public ImmutableArray<(string Option, string Choice)> Settings { get; init; } = [];
}

/// <summary>
/// What a reviewer asks: an end point under the other choice of every option, one at a time. Prints one row per choice, with medians and P.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record EndPointSensitivity : ITableResult
{
    /// <summary>The disease whose progression is meant.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Column of the groups; null for one group.</summary>
    public string? By { get; init; }

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>The choices made.</summary>
    public required EndPointOptions Options { get; init; }

    /// <summary>Whether every combination of the choices is a row, instead of one option changed at a time.</summary>
    public bool IsTogether { get; init; }

    internal const string AsChosen = "As chosen";

    internal ImmutableArray<EndPointChoice> Choices { get; init; } = [];

    /// <summary>Derives the end point under the choices made and under each other one.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="scope">The disease whose progression is meant.</param>
    /// <param name="by">Column of the groups; null for one group.</param>
    /// <param name="options">The choices made.</param>
    /// <param name="estimate">Events, medians and P of end points.</param>
    /// <param name="together">Whether to try every combination.</param>
    internal static EndPointSensitivity Of(TumourData data, ResponseScope scope, string? by, EndPointOptions options,
        Func<ProgressionEndPoints, (ImmutableArray<EndPointGroup> Groups, double? P)> estimate, bool together = false)
    {
        ProgressionEndPoints chosen = EndPointAssessor.Derive(data, options);
        var choices = ImmutableArray.CreateBuilder<EndPointChoice>();
        var others = together ? EndPointMultiverse.Of(options)
            : Alternatives(options).Prepend((AsChosen, "", "", options)).Select(a => (a.Item1, a.Item2, a.Item3, a.Item4,
                a.Item3.Length == 0 ? [] : ImmutableArray.Create((a.Item1, a.Item3))));
        foreach ((string option, string here, string instead, EndPointOptions other, ImmutableArray<(string, string)> settings) in others)
        {
            LongWork.Check();
            ProgressionEndPoints ends = EndPointAssessor.DeriveBesideResponse(data, other);
            (ImmutableArray<EndPointGroup> groups, double? p) = estimate(ends);
            int moved = ends.Units.Zip(chosen.Units)
                .Count(u => u.First[scope].Days != u.Second[scope].Days || u.First[scope].Event != u.Second[scope].Event);
            choices.Add(new EndPointChoice(option, here, instead, groups, p, moved) { Settings = settings });
        }
        return new EndPointSensitivity { Scope = scope, By = by, Units = chosen.Units.Length, Options = options,
            Choices = choices.ToImmutable(), IsTogether = together };
    }

    /// <summary>
    /// One row per choice and group: <c>option</c>, <c>chosen</c>, <c>instead</c>, <c>group</c>, <c>events</c>, <c>median_months</c>,
    /// <c>p</c>, <c>moved</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var rows = Choices.SelectMany(c => c.Groups.Select(g => (Choice: c, Group: g))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("option", rows.Select(r => r.Choice.Option)),
            new StringDataFrameColumn("chosen", rows.Select(r => r.Choice.Chosen)),
            new StringDataFrameColumn("instead", rows.Select(r => r.Choice.Instead)),
            new StringDataFrameColumn("group", rows.Select(r => r.Group.Name)),
            new Int32DataFrameColumn("events", rows.Select(r => r.Group.Events)),
            new DoubleDataFrameColumn("median_months", rows.Select(r => r.Group.Median)),
            new DoubleDataFrameColumn("p", rows.Select(r => r.Choice.P)),
            new Int32DataFrameColumn("moved", rows.Select(r => r.Choice.Moved)));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Options.Response.UnitName;
        ImmutableArray<string> groups = [.. Choices[0].Groups.Select(g => g.Name)];
        bool tested = Choices.Any(c => c.P is not null);
        TableCell count(int n) =>
            new(n.ToString(CultureInfo.InvariantCulture)) { Value = n, Count = n, Denominator = Units, Unit = unit, Statistic = "n" };
        TableCell median(EndPointGroup g) =>
            new(FormattableString.Invariant($"{g.Events}; {(g.Median is { } m ? NumberFormat.Fixed(m, 1) : "not reached")}"))
        {
            Value = g.Median, Count = g.Events, Unit = unit, Statistic = "events; median",
            Values = [new("events", g.Events), new("median", g.Median)],
        };
        return new SummaryTable
        {
            Title = IsTogether
                ? $"{Scope} end point under every combination of choices"
                : $"{Scope} end point if one option were chosen otherwise",
            Columns =
            [
                new("Option", TableAlignment.Left), new("Here", TableAlignment.Left), new("Instead", TableAlignment.Left),
                .. groups.Select(g => new TableColumn(g.Length == 0 ? "Events; median" : $"{g}: events; median")),
                .. tested ? [new TableColumn("P")] : Array.Empty<TableColumn>(), new("Changed"),
            ],
            Rows =
            [
                .. Choices.Select(c => new TableRow([c.Option, c.Chosen, c.Instead, .. c.Groups.Select(median),
                    .. tested ? [new TableCell(NumberFormat.PValue(c.P)) { Value = c.P, Statistic = "P" }] : Array.Empty<TableCell>(),
                    count(c.Moved)]) { Variable = c.Option }),
            ],
            Footnotes =
            [
                $"{Wording.Count(Units, unit)}; {(IsTogether ? "every combination of the choices" : "one option changed at a time")}; "
                + "medians in months by Kaplan-Meier, competing events censored"
                    + (tested ? "; P by the log-rank test, patients as clusters." : "."),
                $"Changed: {unit} whose time or event is another.",
                .. Options.Describe(),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static IEnumerable<(string Option, string Chosen, string Instead, EndPointOptions Other)> Alternatives(EndPointOptions o)
    {
        EndPointOptions apart = o with { Transplant = o.TransplantRule, Resection = o.ResectionRule };
        EndPointSource source = o.Source == EndPointSource.Measurements ? EndPointSource.Events : EndPointSource.Measurements;
        yield return ("Source", o.Source.ToString(), source.ToString(), o with { Source = source });
        foreach (DeathRule rule in Enum.GetValues<DeathRule>())
            if (rule != o.Death) yield return ("Death", o.Death.ToString(), rule.ToString(), o with { Death = rule });
        foreach (InterveningRule rule in Enum.GetValues<InterveningRule>())
        {
            if (rule != o.NewTherapy)
                yield return ("NewTherapy", o.NewTherapy.ToString(), rule.ToString(), apart with { NewTherapy = rule });
            if (rule != o.TransplantRule)
                yield return ("Transplant", o.TransplantRule.ToString(), rule.ToString(), apart with { Transplant = rule });
            if (rule != o.ResectionRule)
                yield return ("Resection", o.ResectionRule.ToString(), rule.ToString(), apart with { Resection = rule });
            if (rule != o.Retreatment)
                yield return ("Retreatment", o.Retreatment.ToString(), rule.ToString(), o with { Retreatment = rule });
            if (rule != o.SymptomProgression)
                yield return ("SymptomProgression", o.SymptomProgression.ToString(), rule.ToString(), o with { SymptomProgression = rule });
        }
        string days(int? gap) => gap is { } d ? FormattableString.Invariant($"{d} days") : "none";
        int? other = o.MaxGapDays is null ? EndPointOptions.Fda(90, 14).MaxGapDays : null;
        yield return ("MaxGapDays", days(o.MaxGapDays), days(other), o with { MaxGapDays = other });
        if (o.Source != EndPointSource.Measurements) yield break;
        ResponseOptions r = o.Response;
        ResponseCriterion criterion = r.Criterion == ResponseCriterion.Recist11
            ? ResponseCriterion.MRecist2010
            : ResponseCriterion.Recist11;
        yield return ("Criterion", r.Criterion.Name, criterion.Name, o with { Response = r with { Criterion = criterion } });
        decimal increase = r.AbsoluteIncrease > 0 ? 0 : 5, size = r.NewHepaticLesion > 0 ? 0 : 10;
        yield return ("AbsoluteIncreaseMm", Mm(r.AbsoluteIncrease), Mm(increase),
            o with { Response = r with { AbsoluteIncreaseMm = increase } });
        yield return ("NewHepaticLesionMm", Mm(r.NewHepaticLesion), Mm(size), o with { Response = r with { NewHepaticLesionMm = size } });
        yield return ("BackDateNewLesions", r.BackDateNewLesions ? "yes" : "no", r.BackDateNewLesions ? "no" : "yes",
            o with { Response = r with { BackDateNewLesions = !r.BackDateNewLesions } });
    }

    private static string Mm(decimal value) => FormattableString.Invariant($"{value:0.###} mm");
}
