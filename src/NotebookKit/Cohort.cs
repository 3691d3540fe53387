using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Checks;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Rules;
using NotebookKit.Cohorts.Schema;
using NotebookKit.Rendering;

namespace NotebookKit;

/// <summary>A cohort in the form of the data templates: one frame per file, and what was found wrong in them.</summary>
/// <remarks>
/// Every frame has all columns of its template, typed by <c>datapackage.json</c>: text as <see cref="StringDataFrameColumn"/>, numbers
/// as <see cref="DoubleDataFrameColumn"/>, whole numbers as <see cref="Int32DataFrameColumn"/>, dates as
/// <see cref="DateTimeDataFrameColumn"/> at midnight. A blank cell, an absent optional column and a cell that cannot be read are null;
/// the last is also among the <see cref="Findings"/>. Rows keep the order of the file.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed class Cohort : ITableResult, ICohortTables
{
    private readonly RawCohort _raw;

    private Cohort(string folder, RawCohort raw, FindingList findings)
    {
        (Folder, _raw, Findings) = (folder, raw, findings);
        Patients = Frame("patients");
        Procedures = Frame("procedures");
        Lesions = Frame("lesions");
        TreatedLesions = Frame("treated_lesions");
        Imaging = Frame("imaging");
        LesionMeasurements = Frame("lesion_measurements");
        AdverseEvents = Frame("adverse_events");
        FollowupEvents = Frame("followup_events");
        Labs = raw.Find("labs") is null ? null : Frame("labs");
        SystemicTherapy = raw.Find("systemic_therapy") is null ? null : Frame("systemic_therapy");
    }

    /// <summary>The folder (or mapping) the cohort was read from, as it was given.</summary>
    public string Folder { get; }

    /// <summary>One row per patient.</summary>
    public DataFrame Patients { get; }

    /// <summary>One row per procedure.</summary>
    public DataFrame Procedures { get; }

    /// <summary>One row per followed lesion.</summary>
    public DataFrame Lesions { get; }

    /// <summary>One row per procedure and lesion in its treated territory.</summary>
    public DataFrame TreatedLesions { get; }

    /// <summary>One row per imaging assessment.</summary>
    public DataFrame Imaging { get; }

    /// <summary>One row per lesion and imaging assessment.</summary>
    public DataFrame LesionMeasurements { get; }

    /// <summary>One row per adverse event; patients and procedures without one have no row.</summary>
    public DataFrame AdverseEvents { get; }

    /// <summary>One row per dated outcome event.</summary>
    public DataFrame FollowupEvents { get; }

    /// <summary>One row per laboratory value; null where the folder has no <c>labs.csv</c>.</summary>
    public DataFrame? Labs { get; }

    /// <summary>One row per line of systemic therapy; null where the folder has no <c>systemic_therapy.csv</c>.</summary>
    public DataFrame? SystemicTherapy { get; }

    /// <summary>What is wrong with the files; prints as a table.</summary>
    public FindingList Findings { get; }

    /// <summary>Whether there is no error; warnings do not count.</summary>
    public bool IsValid => Findings.Errors == 0;

    /// <summary>Reads and checks the CSV files of a folder; changes none of them.</summary>
    /// <remarks>
    /// What follows from other cells is filled and counted among the findings (V01): time points, the status of measured lesions, death as
    /// the last contact, the hepatic and overall rows of a progression.
    /// </remarks>
    /// <param name="folder">A folder with the files of <c>data-templates</c>; <c>labs.csv</c> and <c>systemic_therapy.csv</c> are
    /// optional.</param>
    /// <param name="options">Cut-off, rules to leave out and clinical limits; null for the defaults.</param>
    /// <param name="cutOff">Data cut-off: later rows are not counted and follow-up is censored on this day (V02); null for that of the
    /// options.</param>
    /// <returns>The cohort. Errors in the data do not throw: they are in <see cref="Findings"/>, with file, row, column and
    /// remedy.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A required file is missing; the message names all that are.</exception>
    /// <example><c>Cohort.Load("data", cutOff: new DateOnly(2024, 6, 30))</c></example>
    public static Cohort Load(string folder, CohortOptions? options = null, DateOnly? cutOff = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new CohortOptions();
        if (cutOff is not null) options = options with { CutOff = cutOff };
        var findings = new List<Finding>();
        return FromRaw(folder, new RawCohort(CohortFolder.Read(folder, findings)), findings, options);
    }

    /// <summary>A cohort from tables of texts, as the readers of other files make them.</summary>
    internal static Cohort FromRaw(string source, RawCohort raw, List<Finding> findings, CohortOptions options)
    {
        raw = Derived.Add(raw, findings);
        if (options.CutOff is { } cutOff) raw = CutOffDay.Apply(raw, cutOff.ToDateTime(TimeOnly.MinValue), findings);
        findings.AddRange(CohortRules.Check(raw));
        DateTime today = (options.Today ?? DateOnly.FromDateTime(TimeProvider.System.GetLocalNow().DateTime)).ToDateTime(TimeOnly.MinValue);
        findings.AddRange(Cohorts.Checks.Checks.Run(new CheckedCohort(raw, options, today)));
        if (!options.LeaveOut.IsEmpty)
            findings.Add(
                new(FindingSeverity.Info, "V03", "patients.csv", null, null, null, null,
                    $"Rules left out on request: {string.Join(", ", options.LeaveOut)}.", "", "Nothing to do."));
        return new(source, raw, new FindingList(findings));
    }

    /// <summary>Stops where the data hold an error.</summary>
    /// <returns>This cohort, so that calls can be chained.</returns>
    /// <exception cref="InvalidCohortException">There is at least one error; the message names the first ten.</exception>
    public Cohort ThrowIfInvalid() => IsValid ? this : throw new InvalidCohortException(Findings);

    int ICohortTables.RowNumber(string table, int index) => _raw[table].Rows[index].Number;

    /// <summary>Rows per file, with the number of findings.</summary>
    public SummaryTable ToTable() => new()
    {
        Title = $"Cohort in {Folder}",
        Columns = [new("File", TableAlignment.Left), new("Rows"), new("Findings")],
        Rows = [.. _raw.Tables.Select(
            t => new TableRow(
                [t.Schema.File == t.Schema.Name + ".csv" ? t.Schema.File : $"{t.Schema.Name} from {t.Schema.File}", Number(t.Rows.Length),
                    Number(Findings.Count(f => f.File == t.Schema.File))]))],
        Footnotes = [IsValid ? "The files fit the templates." : "The files hold errors; see Findings."],
    };

    /// <summary>The printed table as plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private static TableCell Number(int count) =>
        new(count.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = count, Count = count };

    private DataFrame Frame(string table) => FrameBuilder.Build(_raw[table]);
}
