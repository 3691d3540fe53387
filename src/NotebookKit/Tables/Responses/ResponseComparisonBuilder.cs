using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.EndPoints;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Statistics.Contingency;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Compares response rates in every way.</summary>
internal sealed class ResponseComparisonBuilder
{
    private const string LikelyTables = "tables no likelier than the observed one", Doubled = "twice the smaller tail",
        Either = "either direction", Patients = "patients";

    private readonly ResponseComparisonOptions _options;
    private readonly string _unit;
    private readonly ImmutableArray<string> _groupNames;

    // the rows that are tested
    private readonly bool[] _events;
    private readonly int[] _groups;
    private readonly int[]? _clusters, _strata;

    private ResponseComparisonBuilder(ResponseComparisonOptions options, string unit, Grouping grouping, int[] event01, int[]? clusters,
        int[]? strata)
    {
        (this._options, this._unit, _groupNames) = (options, unit, grouping.Names);
        int[] rows = [.. Enumerable.Range(0, event01.Length).Where(i => grouping.Codes[i] >= 0 && event01[i] >= 0)];
        _events = Array.ConvertAll(rows, i => event01[i] == 1);
        _groups = Array.ConvertAll(rows, i => grouping.Codes[i]);
        this._clusters = clusters is null ? null : Array.ConvertAll(rows, i => clusters[i]);
        this._strata = strata is null ? null : Array.ConvertAll(rows, i => strata[i]);
    }

    public static ResponseComparison Build(AnalysisSet set, string response, ResponseComparisonOptions? options)
    {
        (string unit, string? by, string? cluster) = (set.Unit, set.By, set.Cluster);
        if (by is null)
            throw new ArgumentException(
                $"A comparison needs groups: name their column in 'by' when the set of {unit} is declared, or ask CompareBy(column).",
                nameof(set));
        options ??= new ResponseComparisonOptions();
        options = options with { GroupOrder = set.Order(options.GroupOrder), Notes = set.Words.Notes(options.Notes) };
        var columns = new DescriptionColumns(set.Columns(by, cluster, response, options.Strata));
        Grouping grouping = columns.Groups(by, options.GroupOrder);
        if (grouping.Names.Length < 2)
            throw new ArgumentException($"Column '{by}' has one group, '{grouping.Names[0]}'; a comparison needs two.", nameof(set));
        int[] codes = ResponseTableBuilder.Codes(columns, response);
        (int[] Codes, int Count)? clusters = cluster is null ? null : columns.Clusters(cluster, grouping);
        int[]? strata = options.Strata is null ? null : columns.Levels(options.Strata, []).Codes;
        bool evaluable(int code) => code >= 0 && ((ResponseCategory)code).IsEvaluable();
        int[] all = Array.ConvertAll(codes, c => evaluable(c) && IsEvent((ResponseCategory)c, options.EndPoint) ? 1 : 0);
        int[] among = Array.ConvertAll(codes, c => !evaluable(c) ? -1 : IsEvent((ResponseCategory)c, options.EndPoint) ? 1 : 0);
        var builder = new ResponseComparisonBuilder(options, unit, grouping, options.EvaluableOnly ? among : all, clusters?.Codes, strata);
        bool someNot = Enumerable.Range(0, codes.Length).Any(i => grouping.Codes[i] >= 0 && among[i] < 0);
        return new ResponseComparison
        {
            Column = response, Unit = unit, By = by, Words = set.Words, Groups = grouping.Names, Options = options,
            Clusters = clusters?.Count,
            Rates =
            [
                builder.Rates(someNot ? $"of all {unit}, those not evaluable without response" : $"of all {unit}, all evaluable",
                    grouping.Codes, all),
                .. someNot ? [builder.Rates($"of evaluable {unit}", grouping.Codes, among)] : Array.Empty<ResponseRates>(),
            ],
            Effects = grouping.Names.Length == 2 ? builder.Effects() : [], Tests = [.. builder.Tests()],
            Excluded = grouping.Total < codes.Length ? [new ExcludedRows($"no value in column '{by}'", codes.Length - grouping.Total)] : [],
        };
    }

    private static bool IsEvent(ResponseCategory category, ResponseEndPoint endPoint) =>
        endPoint == ResponseEndPoint.ObjectiveResponse ? category.IsResponse() : ResponseTableBuilder.IsControl(category);

    private ResponseRates Rates(string denominator, int[] groupCodes, int[] event01)
    {
        var counts = new (int Events, int N)[_groupNames.Length];
        for (int i = 0; i < event01.Length; i++)
            if (groupCodes[i] >= 0 && event01[i] >= 0)
                counts[groupCodes[i]] = (counts[groupCodes[i]].Events + event01[i], counts[groupCodes[i]].N + 1);
        return new ResponseRates(denominator, [.. counts],
            [.. counts.Select(c => ProportionInterval.Of(c.Events, c.N, _options.Interval, _options.ConfidenceLevel))]);
    }

    private ImmutableArray<(int Events, int N)> Counts(IEnumerable<int> rows)
    {
        var counts = new (int Events, int N)[_groupNames.Length];
        foreach (int i in rows) counts[_groups[i]] = (counts[_groups[i]].Events + (_events[i] ? 1 : 0), counts[_groups[i]].N + 1);
        return [.. counts];
    }

    private ImmutableArray<IntervalEstimate> Effects()
    {
        ImmutableArray<(int X, int N)> c = Counts(Enumerable.Range(0, _events.Length));
        double level = _options.ConfidenceLevel;
        return
        [
            ProportionDifference.Of(c[0].X, c[0].N, c[1].X, c[1].N, DifferenceMethod.Newcombe, level),
            ProportionDifference.Of(c[0].X, c[0].N, c[1].X, c[1].N, DifferenceMethod.MiettinenNurminen, level),
            RiskRatio.Katz(c[0].X, c[0].N, c[1].X, c[1].N, level), OddsRatio.Woolf(c[0].X, c[0].N, c[1].X, c[1].N, level),
        ];
    }

    private IEnumerable<ResponseTest> Tests()
    {
        ImmutableArray<(int X, int N)> c = Counts(Enumerable.Range(0, _events.Length));
        ResponseTest Rows(string name, string twoSided, HypothesisTestResult result) => new(name, _unit, _unit, twoSided, c, result);
        var fisher = new FisherOptions { ConfidenceLevel = _options.ConfidenceLevel };
        yield return Rows("Fisher exact", LikelyTables, FisherExactTest.Test(Table(c), fisher));
        if (c.Length == 2)
        {
            yield return Rows("Fisher exact, doubled", Doubled,
                FisherExactTest.Test(Table(c), fisher with { TwoSided = FisherTwoSided.DoubledTail }));
            yield return Rows("Fisher mid-P", Doubled + ", observed table half",
                FisherExactTest.Test(Table(c), fisher with { TwoSided = FisherTwoSided.MidP }));
            yield return Rows("Boschloo exact", Doubled, UnconditionalTest.Test(c[0].X, c[0].N, c[1].X, c[1].N));
        }
        yield return Rows("Pearson chi-square", Either, ChiSquareTest.Test(Table(c)));
        if (_strata is not null)
            yield return Rows("Mantel-Haenszel", Either, CochranMantelHaenszel.Test(Strata(), confidenceLevel: _options.ConfidenceLevel));
        if (_clusters is null) yield break;

        ResponseTest Clustered(string name, string twoSided, HypothesisTestResult result) =>
            new(name, _unit, Patients, twoSided, c, result);
        var gee = new GeeOptions { ConfidenceLevel = _options.ConfidenceLevel };
        HypothesisTestResult dealt = ClusteredTest.Proportions(_events, _groups, _clusters, patience: _options.Patience);
        yield return Clustered(dealt.TestName.Contains("permutation", StringComparison.Ordinal)
            ? "Permutation of patients"
            : "Robust score", Either, dealt);
        yield return Clustered("Donner", Either, ClusteredChiSquare.Donner(_events, _groups, _clusters));
        yield return Clustered("Rao-Scott", Either, ClusteredChiSquare.RaoScott(_events, _groups, _clusters));
        yield return Clustered("GEE, independence", Either,
            GeeLogistic.Test(_events, _groups, _clusters, gee with { Correlation = WorkingCorrelation.Independence }));
        yield return Clustered("GEE, exchangeable", Either, GeeLogistic.Test(_events, _groups, _clusters, gee));
        yield return Clustered("GEE, exchangeable, few patients", Either,
            GeeLogistic.Test(_events, _groups, _clusters, gee with { SmallSample = true }));
        foreach (ResponseTest test in OnePerPatient(_clusters, fisher)) yield return test;
    }

    // one row per patient (and group): the first, or the best
    private IEnumerable<ResponseTest> OnePerPatient(int[] patients, FisherOptions fisher)
    {
        IGrouping<(int, int), int>[] byPatient = [.. Enumerable.Range(0, _events.Length).GroupBy(i => (patients[i], _groups[i]))];
        if (byPatient.Length > byPatient.DistinctBy(p => p.Key.Item1).Count()) yield break;
        ImmutableArray<(int X, int N)> first = Counts(byPatient.Select(p => p.First())),
            any = Counts(byPatient.Select(p => p.FirstOrDefault(i => _events[i], p.First())));
        yield return new($"Fisher exact, first of the {_unit}", Patients, Patients, LikelyTables, first,
            FisherExactTest.Test(Table(first), fisher));
        yield return new($"Fisher exact, any of the {_unit}", Patients, Patients, LikelyTables, any,
            FisherExactTest.Test(Table(any), fisher));
    }

    private static long[,] Table(ImmutableArray<(int X, int N)> counts)
    {
        var table = new long[counts.Length, 2];
        for (int g = 0; g < counts.Length; g++) (table[g, 0], table[g, 1]) = (counts[g].X, counts[g].N - counts[g].X);
        return table;
    }

    private long[][,] Strata() =>
        [.. Enumerable.Range(0, _events.Length).Where(i => _strata![i] >= 0).GroupBy(i => _strata![i]).OrderBy(s => s.Key)
            .Select(s => Table(Counts(s)))];
}
