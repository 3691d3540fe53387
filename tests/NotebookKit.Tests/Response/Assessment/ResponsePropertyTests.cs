using CsCheck;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Tests.Response.Assessment;

/// <summary>Properties that hold for every patient.</summary>
public sealed class ResponsePropertyTests
{
    private static TumourData Data(TumourRows rows) => TumourData.Create(rows, visitWindowDays: 0);

    private static readonly ResponseScope[] Scopes = Enum.GetValues<ResponseScope>();

    private sealed record Plan(int[] Days, decimal?[][] Sizes, int SecondProcedure, bool SameLesion, int? Event, int? Death,
        int? NewTherapy, int NewLesionVisit, bool Territory)
    {
        public TumourRows Rows(decimal scale = 1, int? newLesionVisit = null)
        {
            var patient = new TestPatient().Lesion("L1").Lesion("L2").Lesion("L3", organ: "lung").Lesion("N", LesionRole.New)
                .Procedure("A", 0, "L1", newInTerritory: Territory ? "N" : "").Procedure("B", SecondProcedure, SameLesion ? "L1" : "L2");
            for (int v = 0; v < Days.Length; v++)
            {
                var cells = new List<(string, LesionMeasurement)>();
                for (int l = 0; l < 3; l++)
                    if (Sizes[v][l] is { } size) cells.Add(("L" + (l + 1), LesionMeasurement.Of(scale * size)));
                if (v > 0 && v >= (newLesionVisit ?? NewLesionVisit)) cells.Add(("N", LesionMeasurement.Of(scale * 30)));
                patient.Scan(Days[v], [.. cells]);
            }
            if (Event is { } e) patient.Event(FollowupKind.LocalProgression, e, "A")
                .Event(FollowupKind.HepaticProgression, Math.Max(1, e - 20));
            if (NewTherapy is { } t) patient.Event(FollowupKind.NewTherapy, t);
            if (Death is { } d) patient.Death(d);
            return patient.Rows();
        }
    }

    private static readonly Gen<Plan> Plans =
        from visits in Gen.Int[1, 6]
        from gaps in Gen.Int[1, 90].Array[visits]
        from sizes in Gen.Int[100, 900].Array[3].Array[visits + 1]
        from missing in Gen.Double[0, 1].Array[3].Array[visits + 1]
        from second in Gen.Int[1, 300]
        from same in Gen.Bool
        from progression in Gen.Int[-200, 400]
        from death in Gen.Int[-400, 500]
        from therapy in Gen.Int[-400, 400]
        from newLesion in Gen.Int[1, 9]
        from territory in Gen.Bool
        select new Plan([.. gaps.Aggregate(new List<int> { 0 }, (l, g) => [.. l, l[^1] + g])],
            [.. sizes.Select((row, v) => row.Select((s, l) => v > 0 && missing[v][l] < 0.1 ? (decimal?)null : s / 10m).ToArray())],
            second, same, progression > 0 ? progression : null, death > 0 ? death : null, therapy > 0 ? therapy : null, newLesion,
            territory);

    private static ResponseCategory[][] Classes(TumourRows rows, ResponseOptions? options = null) =>
        [.. ResponseAssessor.Assess(Data(rows), options).Units.SelectMany(
            u => Scopes.Select(s => u[s].TimePoints.Select(t => t.Target).ToArray()))];

    [Fact]
    public void Scaling_all_sizes_leaves_the_target_class_alone() =>
        (from plan in Plans from scale in Gen.Int[2, 50] select (plan, scale)).Sample(c =>
    {
        var options = new ResponseOptions { MinTargetMm = 0, AbsoluteIncreaseMm = 0 };
        Assert.Equal(Classes(c.plan.Rows(), options), Classes(c.plan.Rows(c.scale / 10m), options));
    });

    [Fact]
    public void Order_of_rows_is_irrelevant() => (from plan in Plans from seed in Gen.Int select (plan, seed)).Sample(c =>
    {
        TumourRows rows = c.plan.Rows();
        var random = new Random(c.seed);
        TumourRows shuffled = rows with
        {
            Lesions = [.. rows.Lesions.OrderBy(_ => random.Next())], Scans = [.. rows.Scans.OrderBy(_ => random.Next())],
            Measurements = [.. rows.Measurements.OrderBy(_ => random.Next())],
            Procedures = [.. rows.Procedures.OrderBy(_ => random.Next())],
            TreatedLesions = [.. rows.TreatedLesions.OrderBy(_ => random.Next())], Events = [.. rows.Events.OrderBy(_ => random.Next())],
        };
        // Two procedures on one day keep the order of their rows.
        if (rows.Procedures[1].Date != rows.Procedures[0].Date)
            Assert.Equal(ResponseAssessor.Assess(Data(rows)).ToString(), ResponseAssessor.Assess(Data(shuffled)).ToString());
        Assert.Equal(Lines(rows), Lines(shuffled));

        static IEnumerable<string> Lines(TumourRows r) => EndPointAssessor.Derive(Data(r)).Units
            .Select(u =>
                $"{u.Unit.Id} {u.Local.Days} {u.Local.Status} {u.Hepatic.Days} {u.Hepatic.Status} {u.Overall.Days} {u.Overall.Status}")
                .Order();
    });

    [Fact]
    public void Scopes_are_nested() =>
        (from plan in Plans
         from source in Gen.Enum<EndPointSource>()
         from death in Gen.Enum<DeathRule>()
         from therapy in Gen.Enum<InterveningRule>()
         from retreatment in Gen.Enum<InterveningRule>()
         from gap in Gen.Int[20, 200]
         from fda in Gen.Bool
         select (plan, new EndPointOptions { Source = source, Death = death, NewTherapy = therapy, Retreatment = retreatment,
             MaxGapDays = fda ? gap : null })).Sample(c =>
    {
        ProgressionEndPoints ends = EndPointAssessor.Derive(Data(c.plan.Rows()), c.Item2);
        Assert.All(ends.Units, u => Assert.True(u.Overall.Days <= u.Hepatic.Days && u.Hepatic.Days <= u.Local.Days,
            $"{u.Overall} {u.Hepatic} {u.Local}"));
        Assert.DoesNotContain(ends.Findings, f => f.Rule == "R21");
    });

    [Fact]
    public void An_earlier_new_lesion_never_delays_progression() =>
        (from plan in Plans from earlier in Gen.Int[1, 9] select (plan, earlier)).Sample(c =>
    {
        int first = Math.Min(c.earlier, c.plan.NewLesionVisit);
        DateOnly date(TumourRows rows) => ResponseAssessor.Assess(Data(rows)).Units[0].Overall.Progression?.Date ?? DateOnly.MaxValue;
        Assert.True(date(c.plan.Rows(newLesionVisit: first)) <= date(c.plan.Rows()));
        Assert.True(date(c.plan.Rows()) <= date(c.plan.Rows(newLesionVisit: 99)));
    });

    [Fact]
    public void Nadir_is_at_most_baseline_and_never_rises() => Plans.Sample(plan =>
    {
        foreach (UnitResponse unit in ResponseAssessor.Assess(Data(plan.Rows())).Units)
        foreach (ResponseScope scope in Scopes)
        {
            decimal? nadir = unit[scope].Baseline;
            foreach (TimePointResponse t in unit[scope].TimePoints)
            {
                Assert.True(t.Nadir <= nadir || (t.Nadir is null && nadir is null));
                nadir = t.Nadir;
            }
        }
    });

    [Fact]
    public void Confirmation_never_improves_the_best_response() =>
        (from days in Gen.Int[1, 60].Array[1, 8] from responses in Gen.Enum<ResponseCategory>().Array[8] select (days, responses)).Sample(
            c =>
    {
        int day = 0;
        DatedResponse[] sequence = [.. c.days.Select((d, i) => new DatedResponse(TestPatient.Day(day += d), c.responses[i]))];
        ResponseCategory best = BestResponse.Classify(sequence, TestPatient.Day0).Response;
        ResponseCategory confirmed = BestResponse.Classify(sequence, TestPatient.Day0,
            new BestResponseOptions { ConfirmationDays = 28 }).Response;
        if (best.IsResponse() || confirmed.IsResponse()) Assert.True(confirmed >= best, $"{best} {confirmed}");
    });
}
