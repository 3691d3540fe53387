using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>One treated lesion with the reader's category.</summary>
/// <param name="Unit">The treatment.</param>
/// <param name="LesionId">The lesion.</param>
/// <param name="Column">Version that holds for it: empty for 2018, else by its last treatment.</param>
/// <param name="Call">The category nearest the day asked for.</param>
/// <param name="Day">Day of that scan, from the treatment; null without a call.</param>
internal sealed record LiRadsLesion(TreatmentUnit Unit, string LesionId, string Column, LiRadsCategory Call, int? Day);

/// <summary>
/// LI-RADS treatment response of the treated lesions as the readers called it (<c>lesion_measurements.lirads_response</c>). Prints as the
/// table of the categories.
/// </summary>
/// <remarks>A reader's category: recorded and tabulated, never computed from diameters, and never part of another response.</remarks>
internal sealed record LiRadsResponses : ITableResult
{
    internal const string NonRadiation = "non-radiation", Radiation = "radiation", NotKnown = "treatment not known";

    private static readonly LiRadsCategory[] Order = [LiRadsCategory.Nonviable, LiRadsCategory.Equivocal, LiRadsCategory.Nonprogressing,
        LiRadsCategory.Viable, LiRadsCategory.Nonevaluable];

    /// <summary>Version of the categories: 2018 or 2024.</summary>
    public required int Version { get; init; }

    /// <summary>Options used: day and window of the scan, unit of analysis, reader.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Categories that the version does not have, and calls of lesions that had not been treated.</summary>
    public required FindingList Findings { get; init; }

    internal ImmutableArray<LiRadsLesion> Lesions { get; init; } = [];

    /// <summary>Collects the calls of all treated lesions.</summary>
    internal static LiRadsResponses Of(TumourData data, int version, ResponseOptions? options = null)
    {
        if (version is not (2018 or 2024))
            throw new ArgumentException(
                FormattableString.Invariant($"LI-RADS treatment response: found version {version}; expected 2018, or 2024 with its ")
                    + "radiation and non-radiation version.", nameof(version));
        options ??= new ResponseOptions();
        options.Validate();
        var lesions = ImmutableArray.CreateBuilder<LiRadsLesion>();
        var findings = new List<Finding>(data.Findings);
        bool any = false;
        foreach (PatientTumours patient in data.Patients)
        {
            foreach (TreatmentUnit unit in TreatmentUnits.Of(patient, options.Unit, options.CourseGapDays))
            foreach (string lesion in unit.TreatedLesions)
                if (patient.Imaging.IndexOf(lesion) is var l and >= 0) lesions.Add(Nearest(patient, unit, l, version, options));
            for (int v = 0; v < patient.Imaging.Visits.Length; v++)
            for (int l = 0; l < patient.Imaging.Lesions.Length; l++)
            {
                if (patient.Imaging[v, l].LiRads == LiRadsCategory.NotRecorded) continue;
                any = true;
                if (Check(patient, v, l, version) is { } finding) findings.Add(finding);
            }
        }
        if (!any)
            throw new ArgumentException("No LI-RADS treatment response is recorded: enter the readers' categories in lirads_response of "
                + "lesion_measurements.csv.", nameof(data));
        return new LiRadsResponses { Version = version, Options = options, Lesions = lesions.ToImmutable(),
            Findings = new FindingList(findings) };
    }

    private static LiRadsLesion Nearest(PatientTumours patient, TreatmentUnit unit, int l, int version, ResponseOptions options)
    {
        string id = patient.Imaging.Lesions[l].Id;
        DateOnly? end = null;
        foreach (ProcedureRow later in Treatments(patient, id))
            if (options.UntilRetreatment && later.Date > unit.Date && !unit.ProcedureIds.Contains(later.Id) && !(end <= later.Date))
                end = later.Date;
        (LiRadsCategory call, int? day) = (LiRadsCategory.NotRecorded, null);
        for (int v = 0; v < patient.Imaging.Visits.Length; v++)
        {
            DateOnly date = patient.Imaging.Day(v, l);
            int d = date.DayNumber - unit.Date.DayNumber;
            if (patient.Imaging[v, l].LiRads is not (not LiRadsCategory.NotRecorded and var found) || date > end
                || d < options.WindowFirstDay || d > options.WindowLastDay) continue;
            if (day is null || Math.Abs(d - options.LandmarkDay) <= Math.Abs(day.Value - options.LandmarkDay)) (call, day) = (found, d);
        }
        return new LiRadsLesion(unit, id, Column(patient, id, unit.Date.AddDays(day ?? 1), version), call, day);
    }

    private static IEnumerable<ProcedureRow> Treatments(PatientTumours patient, string lesion) =>
        patient.Procedures.Where(p => patient.TreatedLesions.Any(t => !t.IsNew && t.ProcedureId == p.Id
            && patient.Imaging.AreOne(t.LesionId, lesion)));

    // The version goes by the last treatment of the lesion before the scan.
    private static string Column(PatientTumours patient, string lesion, DateOnly scan, int version) => version == 2018 ? ""
        : Treatments(patient, lesion).LastOrDefault(p => p.Date < scan)?.Modality switch
        {
            "tare_glass" or "tare_resin" or "tare_holmium" => Radiation,
            "tae" or "ctace" or "deb_tace" or "ablation_rfa" or "ablation_mwa" or "cryoablation" or "ire" => NonRadiation,
            _ => NotKnown,
        };

    private static bool Has(int version, string column, LiRadsCategory category) => category switch
    {
        LiRadsCategory.Equivocal => column != Radiation,
        LiRadsCategory.Nonprogressing => version == 2024 && column != NonRadiation,
        _ => true,
    };

    private static Finding? Check(PatientTumours patient, int v, int l, int version)
    {
        Lesion lesion = patient.Imaging.Lesions[l];
        LesionMeasurement cell = patient.Imaging[v, l];
        DateOnly day = patient.Imaging.Day(v, l);
        string on = FormattableString.Invariant($"{lesion.Id} on {day:yyyy-MM-dd}: {Label(cell.LiRads)}");
        ProcedureRow? last = Treatments(patient, lesion.Id).LastOrDefault(p => p.Date < day);
        if (last is null)
            return Found(FindingSeverity.Warning, "R28", $"{on}, but the lesion had not been treated; the category is not counted.",
                "a category after a treatment of the lesion", "Correct the category, the date, or treated_lesions.csv.");
        string column = Column(patient, lesion.Id, day, version);
        if (Has(version, column, cell.LiRads)) return null;
        return Found(FindingSeverity.Warning, "R27",
            version == 2018 ? $"{on} is no category of version 2018; it is counted apart."
                : $"{on} is no category of the {column} version, and {last.Id} was {last.Modality}; it is counted apart.",
            string.Join(", ", Order.Where(c => Has(version, column, c)).Select(c => c.ToString().ToLowerInvariant())),
            "Correct lirads_response or the modality of the procedure, or choose the version that was read by.");

        Finding Found(FindingSeverity severity, string rule, string message, string expected, string fix) =>
            new(severity, rule, "lesion_measurements.csv", cell.Row == 0 ? null : cell.Row, "lirads_response", lesion.Id,
                cell.LiRads.ToString().ToLowerInvariant(), message, expected, fix);
    }

    private static string Label(LiRadsCategory category) => category == LiRadsCategory.NotRecorded ? "" : "LR-TR " + category;

    /// <summary>
    /// One row per treatment and treated lesion: <c>lesion_id</c>, <c>procedure_id</c>, <c>patient_id</c>, <c>lirads_version</c> (2018;
    /// 2024 with <c>radiation</c> or <c>non-radiation</c>), <c>lirads_response</c> and <c>day</c> (missing without a call).
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("lesion_id", Lesions.Select(l => l.LesionId)),
        new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", Lesions.Select(l => l.Unit.Id)),
        new StringDataFrameColumn("patient_id", Lesions.Select(l => l.Unit.PatientId)),
        new StringDataFrameColumn("lirads_version",
            Lesions.Select(l => string.Create(CultureInfo.InvariantCulture, $"{Version} {l.Column}").TrimEnd())),
        new StringDataFrameColumn("lirads_response", Lesions.Select(l => l.Call == LiRadsCategory.NotRecorded ? null : Label(l.Call))),
        new Int32DataFrameColumn("day", Lesions.Select(l => l.Day)));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string[] columns = Version == 2018 ? [""]
            : [NonRadiation, Radiation, .. Lesions.Any(l => l.Column == NotKnown) ? [NotKnown] : Array.Empty<string>()];
        IEnumerable<TableRow> rows = Order.Where(c => columns.Any(column => Has(Version, column, c))).Select(
            c => Row(Label(c), (l, column) => l.Call == c && Has(Version, column, c), column => Has(Version, column, c)));
        bool foreign(LiRadsLesion l, string column) => !Has(Version, column, l.Call);
        if (Lesions.Any(l => foreign(l, l.Column))) rows = rows.Append(Row("Category of another version", foreign, _ => true));
        rows = rows.Append(Row("No category in the window", (l, _) => l.Call == LiRadsCategory.NotRecorded, _ => true));
        int units = Lesions.Select(l => l.Unit.Id).Distinct().Count(), patients = Lesions.Select(l => l.Unit.PatientId).Distinct().Count();
        int told = Findings.Count(f => f.Rule is "R27" or "R28");
        return new SummaryTable
        {
            Title = FormattableString.Invariant($"LI-RADS treatment response {Version} of the treated lesions, as the readers called it"),
            Columns = [new("Category"), .. columns.Select(c => new TableColumn(c.Length == 0 ? "Lesions"
                : char.ToUpperInvariant(c[0]) + c[1..]))],
            Rows = [.. rows],
            Footnotes =
            [
                $"n/N (%) of treated lesions: {Wording.Count(Lesions.Length, "lesions")} of {Wording.Count(units, Options.UnitName)} in "
                    + $"{Wording.Count(patients, "patients")}; lesions of one patient are not independent.",
                FormattableString.Invariant($"The category nearest day {Options.LandmarkDay} within days {Options.WindowFirstDay} to ")
                    + FormattableString.Invariant($"{Options.WindowLastDay} (of two equally near, the later)")
                    + (Options.UntilRetreatment ? "; scans after a retreatment of the lesion left out." : "."),
                "A category of the reader: recorded and tabulated, not computed from diameters.",
                .. Version == 2018 ? Array.Empty<string>() : ["Radiation: radioembolization; non-radiation: embolization, "
                    + "chemoembolization, ablation; by the last treatment of the lesion. –: not a category of the version."],
                .. told == 0 ? Array.Empty<string>() : [$"{Wording.Count(told, "findings")} on categories of another version or before "
                    + "treatment: " + string.Join(' ', Findings.Where(f => f.Rule is "R27" or "R28").Select(f => f.Message))],
                "For hepatocellular carcinoma in patients at risk of it; not validated for other tumours.",
                (Version == 2018 ? "American College of Radiology, CT/MRI LI-RADS v2018, treatment response."
                    : "American College of Radiology, CT/MRI LI-RADS treatment response assessment v2024, radiation and non-radiation.")
                    + " Only the names of its categories are used here; how a category is reached is said there.",
            ],
        };

        TableRow Row(string label, Func<LiRadsLesion, string, bool> counts, Func<string, bool> applies) =>
            new([label, .. columns.Select(column => applies(column) ? Cell(column, counts) : new TableCell("–"))]);

        TableCell Cell(string column, Func<LiRadsLesion, string, bool> counts)
        {
            int of = Lesions.Count(l => l.Column == column), n = Lesions.Count(l => l.Column == column && counts(l, column));
            string text = FormattableString.Invariant($"{n}/{of}");
            return new TableCell(of == 0 ? text : $"{text} ({NumberFormat.Percent((double)n / of)})")
            {
                Value = of == 0 ? null : (double)n / of, Count = n, Denominator = of, Unit = "lesions", Statistic = "n/N (%)",
            };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
