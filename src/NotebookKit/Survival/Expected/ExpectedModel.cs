using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Expected;

/// <summary>Person-years, events and what a population of the same age, sex and calendar time would show.</summary>
internal static class ExpectedModel
{
    /// <summary>The columns that person-years need: times, and what the table of rates asks of a person.</summary>
    public static SurvivalFormula Formula(string time, string status, string? by, DataFrame? rates, ExpectedOptions options)
    {
        PopulationRates? table = rates is null ? null : new PopulationRates(rates, options);
        List<ModelTerm> terms = [];
        if (table is not null || options.AgeBands.Length > 0) terms.Add(ModelTerm.Of(options.Age));
        if (table is { HasYear: true }) terms.Add(ModelTerm.Of(options.Year));
        foreach (string factor in table?.Factors ?? []) terms.Add(ModelTerm.Factor(factor));
        return new SurvivalFormula { Time = time, Status = status, Entry = options.Entry, Strata = by is null ? [] : [by],
            Terms = [.. terms] };
    }

    public static PersonYearsTable PersonYears(ModelFrame frame, DataFrame? rates, ExpectedOptions options)
    {
        double[] bands = [.. options.AgeBands.Order()];
        Population? population = rates is null ? null : new Population(frame, rates, options);
        double[] age = bands.Length > 0 ? Numbers(frame, options.Age) : [];
        string[] groups = Groups(frame);
        var cells = new Dictionary<(int Group, int Band), (HashSet<int> Rows, int Events, double Years, double Expected)>();
        for (int i = 0; i < frame.Time.Length; i++)
        {
            double from = Math.Max(0, frame.Entry.Length > 0 ? frame.Entry[i] : 0) / options.UnitsPerYear,
                to = frame.Time[i] / options.UnitsPerYear;
            for (double t = from; to - t > 1e-12;)
            {
                int band = bands.Length == 0 ? 0 : Array.FindLastIndex(bands, b => b <= age[i] + t + 1e-12) + 1;
                double next = band < bands.Length && bands.Length > 0 ? Math.Min(to, bands[band] - age[i]) : to;
                (HashSet<int> rows, int events, double years, double expected) = cells.GetValueOrDefault((GroupOf(frame, i), band),
                    ([], 0, 0, 0));
                rows.Add(i);
                bool ends = to - next <= 1e-12;
                cells[(GroupOf(frame, i), band)] = (rows, events + (ends && frame.IsEvent[i] ? 1 : 0), years + next - t,
                    expected + (population?.Between(i, t, next) ?? 0));
                t = next;
            }
        }
        var lines = cells.OrderBy(c => c.Key.Group).ThenBy(c => c.Key.Band)
            .Select(c => new PersonYears(groups[c.Key.Group], BandName(bands, c.Key.Band), c.Value.Rows.Count, c.Value.Events,
                c.Value.Years,
            IncidenceRate.Of(c.Value.Events, c.Value.Years, confidenceLevel: options.ConfidenceLevel),
            population is null ? null : c.Value.Expected,
            population is null || c.Value.Expected == 0
                ? null
                : IncidenceRate.Of(c.Value.Events, c.Value.Expected, confidenceLevel: options.ConfidenceLevel)));
        List<string> notes = [.. frame.Notes, .. population?.Notes ?? []];
        int zero = frame.Time.Count(t => t <= 0);
        if (zero > 0) notes.Add($"{zero} {frame.Unit} have no time under observation; their events count nowhere.");
        if (frame.Clusters.Length > 0) notes.Add("Exact Poisson limits take events as independent; clusters do not enter.");
        return new PersonYearsTable
        {
            Lines = [.. lines], HasBands = bands.Length > 0, Options = options, N = frame.Time.Length,
            EventTotal = frame.IsEvent.Count(e => e), Unit = frame.Unit, Excluded = frame.Excluded, Notes = [.. notes],
        };
    }

    /// <param name="frame">The rows.</param>
    /// <param name="rates">The table of rates.</param>
    /// <param name="observed">Survival of the same rows at the times asked for, all groups.</param>
    /// <param name="options">Columns, units, kind of expectation.</param>
    public static ExpectedSurvivalEstimate Survival(ModelFrame frame, DataFrame rates, SurvivalAtTimes observed, ExpectedOptions options)
    {
        var population = new Population(frame, rates, options);
        string[] groups = Groups(frame);
        double[] times = [.. observed.Rows.Select(r => r.Time).Distinct().Order()];
        var points = ImmutableArray.CreateBuilder<RelativeSurvival>();
        for (int g = 0; g < groups.Length; g++)
        {
            int[] rows = [.. Enumerable.Range(0, frame.Time.Length).Where(i => GroupOf(frame, i) == g)];
            double[] expected = options.Conditional
                ? Conditional(frame, rows, population, times, options)
                : [.. times.Select(t => rows.Average(i => Math.Exp(-population.Between(i, 0, t / options.UnitsPerYear))))];
            foreach ((int k, SurvivalAtTime at) in observed.Rows.Where(r => r.Group == groups[g] || groups.Length == 1)
                .OrderBy(r => r.Time).Index())
                points.Add(new RelativeSurvival(groups[g], at.Time, at.AtRisk, at.Survival, at.Survival is null ? null : expected[k],
                    at.Survival / expected[k], at.StdErr / expected[k], at.Lower / expected[k], at.Upper / expected[k]));
        }
        return new ExpectedSurvivalEstimate
        {
            Points = points.ToImmutable(), Options = options, N = frame.Time.Length, EventTotal = frame.IsEvent.Count(e => e),
            TimeColumn = frame.Model.Time, Unit = frame.Unit,
            Clusters = observed.Clusters, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. population.Notes],
        };
    }

    /// <summary>exp of minus the mean rate among those under observation, integrated.</summary>
    private static double[] Conditional(ModelFrame frame, int[] rows, Population population, double[] times, ExpectedOptions options)
    {
        double[] entry = frame.Entry.Length > 0 ? frame.Entry : new double[frame.Time.Length];
        double[] cuts = [.. rows.Select(i => frame.Time[i]).Concat(rows.Select(i => entry[i])).Concat(times)
            .Where(t => t > 0 && t <= times[^1]).Distinct().Order()];
        double[] expected = new double[times.Length];
        double before = 0, hazard = 0;
        foreach (double cut in cuts)
        {
            double sum = 0;
            int count = 0;
            foreach (int i in rows)
            {
                if (!(entry[i] <= before && frame.Time[i] > before)) continue;
                sum += population.Between(i, before / options.UnitsPerYear, cut / options.UnitsPerYear);
                count++;
            }
            if (count > 0) hazard += sum / count;
            before = cut;
            for (int k = 0; k < times.Length; k++) if (times[k] == cut) expected[k] = Math.Exp(-hazard);
        }
        for (int k = 0; k < times.Length; k++) if (times[k] <= 0) expected[k] = 1;
        return expected;
    }

    private static int GroupOf(ModelFrame frame, int row) => frame.Strata.Length > 0 ? frame.Strata[row] : 0;

    private static string[] Groups(ModelFrame frame) =>
        frame.Model.Strata.FirstOrDefault() is { } by ? [.. frame.StratumNames.Select(n => n[(by.Length + 1)..])] : ["All"];

    internal static double[] Numbers(ModelFrame frame, string column) =>
        frame.Variables[column] is { IsFactor: false } values ? values.Numbers
        : throw new ArgumentException($"Column '{column}' holds texts; expected numbers, years.");

    private static string BandName(double[] bands, int band) =>
        bands.Length == 0 ? "" : band == 0 ? FormattableString.Invariant($"<{bands[0]}")
        : band == bands.Length
        ? FormattableString.Invariant($"≥{bands[^1]}")
        : FormattableString.Invariant($"{bands[band - 1]} to <{bands[band]}");

    /// <summary>The rows beside their cells in the table of rates.</summary>
    private sealed class Population
    {
        private readonly PopulationRates _rates;
        private readonly double[] _age, _year;
        private readonly string[][] _factors;
        private readonly string _unit;

        public Population(ModelFrame frame, DataFrame rates, ExpectedOptions options)
        {
            _rates = new PopulationRates(rates, options);
            _unit = frame.Unit;
            _age = Numbers(frame, options.Age);
            _year = _rates.HasYear ? Numbers(frame, options.Year) : new double[_age.Length];
            VariableValues[] values = [.. _rates.Factors.Select(f => frame.Variables[f])];
            foreach ((int f, VariableValues v) in values.Index())
                if (v.Levels.FirstOrDefault(l => !_rates.Levels[f].Contains(l)) is { } stray)
                    throw new ArgumentException(
                        $"Column '{v.Variable.Column}': the table of rates has no '{stray}'; it holds "
                            + $"{string.Join(", ", _rates.Levels[f])}. Recode one of the two.");
            _factors = [.. Enumerable.Range(0, _age.Length).Select(i => values.Select(v => v.Levels[v.Codes[i]]).ToArray())];
        }

        public IEnumerable<string> Notes => _rates.Beyond.Count == 0
            ? []
            : [$"{_rates.Beyond.Count} {_unit} reach ages or years beyond the table of rates; the nearest cell counts there."];

        /// <summary>Expected events of a row between two times in years.</summary>
        public double Between(int row, double from, double to) => _rates.Hazard(row, _age[row], _year[row], _factors[row], from, to);
    }
}
