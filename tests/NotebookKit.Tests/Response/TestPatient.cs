using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Tests.Response;

/// <summary>One patient written down by days: procedures on day 0 and later, scans, lesions and their sizes.</summary>
internal sealed class TestPatient(string id = "P1")
{
    public static readonly DateOnly Day0 = new(2020, 1, 1);

    private readonly List<(string, Lesion)> _lesions = [];
    private readonly List<ScanRow> _scans = [];
    private readonly List<MeasurementRow> _measurements = [];
    private readonly List<ProcedureRow> _procedures = [];
    private readonly List<TreatedLesionRow> _treated = [];
    private readonly List<FollowupRow> _events = [];
    private int? _death;

    public static DateOnly Day(int day) => Day0.AddDays(day);

    public TestPatient Procedure(string name, int day, string lesions = "", string? course = null, string newInTerritory = "",
        string? modality = null)
    {
        _procedures.Add(new ProcedureRow(name, id, Day(day), course) { Modality = modality });
        _treated.AddRange(Names(lesions).Select(l => new TreatedLesionRow(name, l)));
        _treated.AddRange(Names(newInTerritory).Select(l => new TreatedLesionRow(name, l, IsNew: true)));
        return this;
    }

    public TestPatient Lesion(string name, LesionRole role = LesionRole.Target, string organ = "liver", Func<Lesion, Lesion>? with = null)
    {
        var lesion = new Lesion(name, role, organ);
        _lesions.Add((id, with?.Invoke(lesion) ?? lesion));
        return this;
    }

    /// <summary>A scan; each size is viable and longest diameter; null is not evaluable.</summary>
    public TestPatient Scan(int day, params (string Lesion, decimal? Size)[] sizes) =>
        Scan(day, [.. sizes.Select(
            s => (s.Lesion, s.Size is { } mm ? LesionMeasurement.Of(mm) : new LesionMeasurement {
                Status = MeasurementStatus.NotEvaluable }))]);

    public TestPatient Scan(int day, params (string Lesion, LesionMeasurement Measurement)[] cells) => Scan(day, null, cells);

    public TestPatient Scan(int day, Func<ScanRow, ScanRow>? with, params (string Lesion, LesionMeasurement Measurement)[] cells)
    {
        var scan = new ScanRow(FormattableString.Invariant($"{id}-S{_scans.Count + 1}"), id, Day(day));
        _scans.Add(with?.Invoke(scan) ?? scan);
        _measurements.AddRange(cells.Select(c => new MeasurementRow(c.Lesion, _scans[^1].Id, c.Measurement)));
        return this;
    }

    public TestPatient Event(FollowupKind kind, int day, string? procedure = null)
    {
        _events.Add(new FollowupRow(FormattableString.Invariant($"E{_events.Count + 1}"), id, kind, Day(day), procedure));
        return this;
    }

    public TestPatient Death(int day)
    {
        _death = day;
        return this;
    }

    public TumourRows Rows() => new()
    {
        Patients = [new PatientRow(id, _death is { } d ? Day(d) : null)],
        Procedures = [.. _procedures],
        TreatedLesions = [.. _treated],
        Lesions = [.. _lesions],
        // A scan of the day of a procedure counts as its baseline only when marked.
        Scans = [.. _scans.Select(s => s.IsBaseline is null && _procedures.Exists(p => p.Date == s.Date)
            ? s with { IsBaseline = true }
            : s)],
        Measurements = [.. _measurements],
        Events = [.. _events],
    };

    public TumourData Data() => TumourData.Create(Rows());

    public ResponseAssessment Assess(ResponseOptions? options = null) => ResponseAssessor.Assess(Data(), options);

    public UnitEndPoints EndPoints(EndPointOptions? options = null) => EndPointAssessor.Derive(Data(), options).Units[0];

    private static string[] Names(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
