using System.Globalization;
using NotebookKit.Response;

namespace NotebookKit.Adjusted.Responders;

/// <summary>
/// Survival of responders against that of others without guarantee-time bias: from a landmark, and with response as a time-dependent
/// covariate.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseSurvival : AdjustedResult
{
    /// <summary>Name of the group that had responded.</summary>
    public const string Responded = "CR or PR";

    /// <summary>Name of the group that had not.</summary>
    public const string NotResponded = "No CR or PR";

    /// <summary>The disease whose response counts.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>The landmark in months from the first procedure.</summary>
    public required double LandmarkMonths { get; init; }

    /// <summary>
    /// Patients alive and followed beyond the landmark whose disease had been judged by then: <c>months</c> from the landmark,
    /// <c>death</c>,
    /// <c>at_landmark</c> (<see cref="Responded"/> or <see cref="NotResponded"/>, the groups of the set) and the columns of the patients.
    /// </summary>
    public required AnalysisSet Landmark { get; init; }

    /// <summary>Curves from the landmark by response at the landmark, for the figure.</summary>
    public required KaplanMeierEstimate Curves { get; init; }

    /// <summary>Log-rank test of these curves; null with one group.</summary>
    public required LogRankResult? LogRank { get; init; }

    /// <summary>Hazard ratio of responders from the landmark; null with one group or without deaths.</summary>
    public required CoxFit? LandmarkModel { get; init; }

    /// <summary>
    /// Every patient in one row, or in two where a response became known: <c>entry</c> and <c>exit</c> in months, <c>death</c>,
    /// <c>responded</c>
    /// (0 or 1), <c>patient_id</c> and the columns of the patients: <c>frame.Cox("Surv(entry, exit, death) ~ responded + age")</c>.
    /// </summary>
    public required DataFrame Intervals { get; init; }

    /// <summary>
    /// Hazard ratio of response as a time-dependent covariate over all follow-up; null where no patient responded or none died.
    /// </summary>
    public required CoxFit? TimeDependent { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => Intervals;

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        TableCell none = TableCell.Empty;
        string months = Print.Plain(LandmarkMonths).Text;
        return new SummaryTable
        {
            Title = $"Survival by {Scope.ToString().ToLowerInvariant()} response",
            Columns = [new("", TableAlignment.Left), new(Responded), new(NotResponded),
                new($"Hazard ratio ({Print.Level(0.95)})"), new("P")],
            Rows =
            [
                new TableRow([$"Landmark at {months} months", none, none, Ratio(LandmarkModel), P(LogRank?.P)]),
                new TableRow(["Patients (deaths)", Count(Responded), Count(NotResponded), none, none]) { Indent = 1 },
                new TableRow(["Median from the landmark, months", Median(Responded), Median(NotResponded), none, none]) { Indent = 1 },
                new TableRow(
                    ["Response as time-dependent covariate", none, none, Ratio(TimeDependent), P(TimeDependent?.Coefficients[0].P)]),
                new TableRow(["Patient-months (deaths)", Time(1), Time(0), none, none]) { Indent = 1 },
            ],
            Footnotes =
            [
                $"Landmark: patients alive and followed beyond {months} months, grouped by what was known then; P: log-rank test. "
                    + "Time-dependent: every patient counts as not responded until the scan that made the response known, and as responded "
                    + "from then on; P: Wald test.",
                "Responders are never compared from the first procedure: they are by construction those who lived to respond.",
                .. Footnotes(),
            ],
        };
    }

    private static TableCell P(double? p) => p is null ? TableCell.Empty : Print.PValue(p);

    private static TableCell Ratio(CoxFit? fit) =>
        fit is null ? NumberFormat.NotEstimable : Print.Estimate(fit.Coefficients[0].HazardRatio, fit.Coefficients[0].Lower,
            fit.Coefficients[0].Upper, 2);

    private KaplanMeierCurve? Curve(string group) => Curves.Curves.FirstOrDefault(c => c.Group == group);

    private TableCell Count(string group) =>
        Curve(group) is { } c ? new TableCell($"{c.N} ({c.EventTotal:0})") { Value = c.N, Count = c.N, Unit = Unit } : "0";

    private TableCell Median(string group) => Curve(group) is { } c ? Print.Quantile(c.Median, 1) : TableCell.Empty;

    private TableCell Time(int responded)
    {
        var reader = new ColumnReader(Intervals);
        double[] entry = reader.NumbersOrNaN("entry"), exit = reader.NumbersOrNaN("exit"), death = reader.NumbersOrNaN("death"),
            state = reader.NumbersOrNaN("responded");
        int[] own = [.. Enumerable.Range(0, entry.Length).Where(i => state[i] == responded)];
        return new TableCell(
            FormattableString.Invariant($"{NumberFormat.Fixed(own.Sum(i => exit[i] - entry[i]), 0)} ({own.Sum(i => death[i]):0})"));
    }

    /// <summary>Both analyses of patients whose responses are dated.</summary>
    internal static ResponseSurvival Of(ImmutableArray<PatientResponse> patients, double landmarkMonths, DataFrame? covariates,
        ResponseScope scope)
    {
        if (!(landmarkMonths > 0) || !double.IsFinite(landmarkMonths))
            throw new ArgumentException(
                FormattableString.Invariant($"Found landmark {landmarkMonths}; expected a number of months above 0, such as 3."));
        double landmark = landmarkMonths * FrameShaping.DaysPerMonth;
        PatientResponse[] beyond = [.. patients.Where(p => p.Days > landmark)], kept = [.. beyond.Where(p => p.FirstScan <= landmark)];
        if (kept.Length == 0)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"No patient is left at the landmark of {landmarkMonths} months: {patients.Length - beyond.Length} of "
                        + $"{patients.Length} died or were lost by then, and no other had been judged. Choose an earlier landmark."));
        ExcludedRows[] excluded =
        [
            new("death up to the landmark (they count in the time-dependent analysis)",
                patients.Count(p => p.Days <= landmark && p.IsDeath)), new("last contact up to the landmark",
                patients.Count(p => p.Days <= landmark && !p.IsDeath)),
            new("no scan judged by the landmark", beyond.Length - kept.Length),
        ];
        AnalysisSet set = Covariates(new DataFrame(
            new StringDataFrameColumn("patient_id", kept.Select(p => p.PatientId)),
            new DoubleDataFrameColumn("months", kept.Select(p => (double?)((p.Days - landmark) / FrameShaping.DaysPerMonth))),
            new Int32DataFrameColumn("death", kept.Select(p => p.IsDeath ? 1 : 0)),
            new StringDataFrameColumn("at_landmark", kept.Select(p => p.Known <= landmark ? Responded : NotResponded))), covariates)
            .AnalysisSet("patients", key: "patient_id", by: "at_landmark");
        DataFrame intervals = Covariates(Split(patients), covariates);
        bool compared = set.Groups.Length == 2;
        int later = beyond.Count(p => p.Known > landmark);
        return new ResponseSurvival
        {
            Scope = scope, LandmarkMonths = landmarkMonths, Landmark = set, Intervals = intervals, Unit = "patients",
            Excluded = [.. excluded.Where(e => e.Count > 0)],
            Curves = set.KaplanMeier("months", "death"), LogRank = compared ? set.LogRank("months", "death") : null,
            LandmarkModel = compared && kept.Any(p => p.IsDeath)
                ? Model(Array.ConvertAll(kept, p => (p.Days - landmark) / FrameShaping.DaysPerMonth),
                    Array.ConvertAll(kept, p => p.IsDeath), [], Array.ConvertAll(kept, p => p.Known <= landmark ? 1.0 : 0))
                : null,
            TimeDependent = TimeDependentModel(intervals),
            Notes = [.. compared ? [] : new[] {
                $"At the landmark all {set.N} patients are in one group ({set.Groups[0]}); nothing can be compared." },
                .. later > 0
                    ? new[] { $"{Wording.Count(later, "patients")} responded after the landmark and "
                        + $"{(later == 1 ? "counts" : "count")} as {NotResponded} there." }
                    : []],
        };
    }

    private static DataFrame Split(ImmutableArray<PatientResponse> patients)
    {
        var rows = new List<(string Id, double Entry, double Exit, int Death, int Responded)>();
        foreach (PatientResponse p in patients)
        {
            // a patient who dies on the first day was at risk for a part of it
            double exit = Math.Max(p.Days, 0.5) / FrameShaping.DaysPerMonth;
            if (p.Known is { } known && known < p.Days)
            {
                double change = known / FrameShaping.DaysPerMonth;
                if (known > 0) rows.Add((p.PatientId, 0, change, 0, 0));
                rows.Add((p.PatientId, Math.Max(0, change), exit, p.IsDeath ? 1 : 0, 1));
            }
            else rows.Add((p.PatientId, 0, exit, p.IsDeath ? 1 : 0, 0));
        }
        return new DataFrame(new StringDataFrameColumn("patient_id", rows.Select(r => r.Id)),
            new DoubleDataFrameColumn("entry", rows.Select(r => r.Entry)), new DoubleDataFrameColumn("exit", rows.Select(r => r.Exit)),
            new Int32DataFrameColumn("death", rows.Select(r => r.Death)),
            new Int32DataFrameColumn("responded", rows.Select(r => r.Responded)));
    }

    private static DataFrame Covariates(DataFrame frame, DataFrame? patients)
    {
        if (patients is null) return frame;
        string[] columns = [.. patients.Columns.Select(c => c.Name).Where(n => !new ColumnReader(frame).Has(n))];
        return columns.Length == 0 ? frame : FrameShaping.AddColumnsFrom(frame, patients, "patient_id", columns);
    }

    private static CoxFit? TimeDependentModel(DataFrame intervals)
    {
        var reader = new ColumnReader(intervals);
        double[] state = reader.NumbersOrNaN("responded");
        bool[] death = Array.ConvertAll(reader.NumbersOrNaN("death"), d => d == 1);
        return state.All(s => s == 0) || state.All(s => s == 1) || !death.Contains(true)
            ? null
            : Model(reader.NumbersOrNaN("exit"), death, reader.NumbersOrNaN("entry"), state);
    }

    private static CoxFit Model(double[] time, bool[] isEvent, double[] entry, double[] state) =>
        CoxModel.Fit(new SurvivalData { Time = time, IsEvent = isEvent, Entry = entry, Covariates = [new Covariate("responded", state)] });
}
