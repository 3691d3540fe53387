#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Writes the CSV files of the example cohort: dotnet run data-templates/example/generate.cs [-- folder]
//
// The cohort is INVENTED: no patient of it exists. It is built so that the figures of Endocrine Abstracts (2024) 108 C28 come out of
// it when lesions, scans and dated events are analysed as real ones would be. The days below were found by a search for cohorts with
// the published medians and log-rank P values; no answer is written to any file.
//
// Same bytes on every run: own random numbers, no clock, no culture.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using static Grade;
using static Response;
using static System.DayOfWeek;
using static Territory;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : Path.GetDirectoryName(ThisFile())!;
var files = new Files();
var start = new DateOnly(2015, 2, 2);
for (int i = 0; i < Cohort.Patients.Length; i++)
{
    var course = new Course(i + 1, Cohort.Patients[i], files);
    course.Write(start);
    start = start.AddDays(course.Random.Between(70, 150));
}
files.Save(folder);

static string ThisFile([CallerFilePath] string path = "") => path;

internal enum Grade { Net, Nec }

internal enum Response { Complete, Partial, Stable }

/// <summary>What a procedure treats: the right or left target, both, or (one-sided disease) the first of two in one lobe.</summary>
internal enum Territory { Right, Left, Both, Segment }

/// <summary>Metastases outside the liver at the first procedure.</summary>
internal enum Spread { None, Node, Bone, Lung, Peritoneum }

/// <param name="Right">Diameter of the first target in mm; it lies in the right lobe.</param>
/// <param name="Left">Diameter of the second target in mm; it lies in the left lobe unless the disease is one-sided.</param>
internal record Patient(Grade Grade, int Age, string Sex, string Primary, int Ki67, bool Bilobar, Spread Spread, int Right, int Left,
    Procedure[] Procedures);

/// <param name="Scans">Days of imaging after the procedure.</param>
/// <param name="Overall">Which scan shows the first progression anywhere (0 = the first); null = none does.</param>
/// <param name="Hepatic">The same for the liver.</param>
/// <param name="Local">The same for the treated lesions.</param>
/// <param name="Death">Day of death, of a patient who dies before local progression.</param>
/// <param name="Events">Adverse events: p = post-embolization syndrome, i = hepatic infarct, c = carcinoid crisis.</param>
internal record Procedure(string Modality, Territory Territory, DayOfWeek Weekday, Response Response, int? Overall, int? Hepatic,
    int? Local,
    int[] Scans, int? Death = null, string Events = "");

/// <summary>SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).</summary>
internal class Splitmix(ulong seed)
{
    private ulong _state = seed;

    public double Unit()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public int Between(int first, int last) => first + (int)(Unit() * (last - first + 1));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(params T[] items) => items[Between(0, items.Length - 1)];
}

/// <summary>A lesion and its size on the scan last written.</summary>
internal class Lesion(string id, string role, string organ)
{
    public string Id => id;
    public string Role => role;
    public string Organ => organ;
    public bool IsTarget => role == "target";
    public int Longest;
    public int Viable;
    public bool Progressing;
    public bool Announced;

    public void Grow(int millimetres)
    {
        Longest += millimetres;
        if (Organ == "liver") Viable += millimetres;
    }
}

/// <summary>Rows of all files, in the order they are written.</summary>
internal class Files
{
    private readonly Dictionary<string, StringBuilder> _tables = new()
    {
        ["patients"] = new(
            "patient_id,age_at_index_years,sex,ecog_ps,primary_site,primary_resected,functional_syndrome,differentiation,who_grade,"
                + "ki67_percent,diagnosis_date,diagnosis_date_precision,liver_mets_date,liver_tumor_burden_percent,bilobar_disease,"
                + "extrahepatic_disease,prior_ssa,prior_prrt,prior_systemic_other,prior_liver_directed,prior_hepatectomy,biliary_risk,"
                + "vital_status,last_contact_date,death_date,death_cause\n"),
        ["procedures"] = new(
            "procedure_id,patient_id,procedure_number,course_id,index_procedure,procedure_date,modality,target,bilobar_disease,"
                + "extrahepatic_disease,largest_hepatic_tumor_mm,embolic_or_device,agent,activity_gbq,tumor_dose_gy,normal_liver_dose_gy,"
                + "lung_shunt_percent,technical_success,antibiotic_prophylaxis,octreotide_prophylaxis,access,discharge_date,"
                + "length_of_stay_nights\n"),
        ["lesions"] = new("lesion_id,patient_id,lesion_role,organ,liver_segment,measurement,character,prior_local_therapy\n"),
        ["treated_lesions"] = new("procedure_id,lesion_id,relation\n"),
        ["imaging"] = new("imaging_id,patient_id,imaging_date,timepoint,modality,slice_thickness_mm,criteria,reader_id,new_lesions\n"),
        ["lesion_measurements"] = new(
            "lesion_id,imaging_id,longest_diameter_mm,enhancing_diameter_mm,status,nontarget_status,new_lesion_status\n"),
        ["adverse_events"] = new(
            "ae_id,patient_id,procedure_id,ae_term,ae_term_verbatim,soc,onset_date,end_date,ctcae_version,ctcae_grade,sir_severity,"
                + "attribution,serious,hospitalization,action,outcome\n"),
        ["followup_events"] = new("event_id,patient_id,event_type,event_date,procedure_id,imaging_id\n"),
        ["labs"] = new("patient_id,lab_date,test,value,unit,uln,lln\n"),
        ["systemic_therapy"] = new("therapy_id,patient_id,therapy_class,start_date,end_date\n"),
    };

    private readonly Dictionary<string, int> _numbers = [];

    public string Number(string prefix, string format)
    {
        _numbers[prefix] = _numbers.GetValueOrDefault(prefix) + 1;
        return prefix + _numbers[prefix].ToString(format, CultureInfo.InvariantCulture);
    }

    public void Add(string table, params object?[] cells) =>
        _tables[table]
            .AppendJoin(',',
                cells.Select(c => c is DateOnly date ? date.ToString("yyyy-MM-dd") : Convert.ToString(c, CultureInfo.InvariantCulture)))
                    .Append('\n');

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string table, StringBuilder text) in _tables)
            File.WriteAllText(Path.Combine(folder, table + ".csv"), text.ToString(), new UTF8Encoding(false));
    }
}

/// <summary>One patient from the first scan to the last contact.</summary>
internal class Course(int number, Patient patient, Files files)
{
    private readonly string _id = $"P{number:000}";
    private readonly List<Lesion> _lesions = [];
    private int _imagings;

    public Splitmix Random { get; } = new((ulong)number * 7919);

    private Lesion First => _lesions[0];

    private Lesion Second => _lesions[1];

    public void Write(DateOnly earliest)
    {
        DateOnly treated = On(patient.Procedures[0].Weekday, earliest), index = treated, last = treated;
        bool resected = Random.Chance(patient.Grade == Grade.Net ? 0.5 : 0.25);
        AddBaselineLesions(resected);
        for (int k = 0; k < patient.Procedures.Length; k++)
        {
            Procedure procedure = patient.Procedures[k];
            last = WriteProcedure(k, procedure, treated);
            if (k + 1 < patient.Procedures.Length) treated = On(patient.Procedures[k + 1].Weekday, last.AddDays(Random.Between(14, 30)));
        }
        WritePatient(index, last, patient.Procedures[^1], treated, resected);
    }

    private static DateOnly On(DayOfWeek weekday, DateOnly earliest) => earliest.AddDays(((int)weekday - (int)earliest.DayOfWeek + 7) % 7);

    private void AddBaselineLesions(bool resected)
    {
        AddTarget(patient.Right, patient.Bilobar ? Random.Pick("5", "6", "7", "8", "6;7", "5;8") : "6");
        AddTarget(patient.Left, patient.Bilobar ? Random.Pick("2", "3", "4a", "4b", "2;3") : "8");
        if (Random.Chance(0.6)) AddLesion("nontarget", "liver", patient.Bilobar ? Random.Pick("2", "3", "5", "7") : "7", "well_defined");
        if (patient.Spread == Spread.Node)
        {
            Lesion node = AddLesion("target", "lymph_node", "", "well_defined");
            node.Longest = Random.Between(18, 30);
        }
        else if (patient.Spread != Spread.None)
            AddLesion("nontarget", patient.Spread.ToString().ToLowerInvariant(), "",
                patient.Spread == Spread.Bone ? "bone" : "well_defined");
        if (!resected && patient.Primary != "unknown_primary") AddLesion("nontarget", "primary", "", "well_defined");
    }

    private void AddTarget(int diameter, string segment)
    {
        Lesion lesion = AddLesion("target", "liver", segment, "well_defined");
        lesion.Longest = diameter;
        lesion.Viable = (int)(diameter * (0.78 + 0.2 * Random.Unit()));
    }

    private Lesion AddLesion(string role, string organ, string segment, string character)
    {
        var lesion = new Lesion($"{_id}-L{_lesions.Count + 1}", role, organ);
        _lesions.Add(lesion);
        string measurement = organ switch { "liver" => "viable", "lymph_node" => "short_axis", _ => "whole" };
        files.Add("lesions", lesion.Id, _id, role, organ, segment, measurement, character, "no");
        return lesion;
    }

    private DateOnly WriteProcedure(int k, Procedure procedure, DateOnly treated)
    {
        string procedureId = $"{_id}-{k + 1}";
        WriteScan(treated.AddDays(-Random.Between(1, 2) * 7 - (treated.DayOfWeek == Monday ? 3 : 1)), "baseline", newLesions: false);
        Lesion[] inTerritory = procedure.Territory switch
        {
            Left => [Second],
            Both => [First, Second],
            _ => [First],
        };
        foreach (Lesion lesion in inTerritory) files.Add("treated_lesions", procedureId, lesion.Id, "treated");
        int nights = WriteAdverseEvents(procedureId, procedure, treated);
        WriteTreatment(k, procedureId, procedure, treated, nights);
        WriteLabs(treated);

        var sizes = new Sizes(procedure, inTerritory, [First, Second], Random);
        for (int j = 0; j < procedure.Scans.Length; j++)
        {
            bool shown = false;
            sizes.Next(j);
            if (procedure.Hepatic == j && procedure.Local != j && !sizes.HepaticGrowth(j))
                AddNewLesion("liver", procedure.Territory, ref shown);
            if (procedure.Overall == j && procedure.Hepatic != j) SpreadOutside(ref shown);
            DateOnly date = treated.AddDays(procedure.Scans[j]);
            string imaging = WriteScan(date, "follow_up", shown);
            WriteEvents(procedureId, procedure, j, date, imaging);
        }
        return treated.AddDays(procedure.Scans[^1]);
    }

    private void SpreadOutside(ref bool shown)
    {
        Lesion? known = _lesions.FirstOrDefault(l => l.Role == "nontarget" && l.Organ is "bone" or "lung" or "peritoneum");
        if (known is not null && Random.Chance(0.5)) known.Progressing = true;
        else AddNewLesion(Random.Pick("bone", "lung", "lymph_node", "peritoneum"), Right, ref shown);
    }

    private void AddNewLesion(string organ, Territory treated, ref bool shown)
    {
        // A new liver lesion lies outside the treated territory.
        string segment = organ != "liver" ? "" : treated == Left ? Random.Pick("5", "6", "7") : patient.Bilobar
            ? Random.Pick("2", "3", "4b")
            : "5";
        Lesion lesion = AddLesion("new", organ, segment, organ == "bone" ? "bone" : "well_defined");
        lesion.Longest = organ == "lymph_node" ? Random.Between(17, 22) : Random.Between(11, 19);
        lesion.Viable = organ == "liver" ? lesion.Longest - Random.Between(0, 1) : 0;
        shown = true;
    }

    private string WriteScan(DateOnly date, string timepoint, bool newLesions)
    {
        string imaging = $"{_id}-I{++_imagings}";
        bool mri = Random.Chance(0.6);
        files.Add("imaging", imaging, _id, date, timepoint, mri ? "mri" : "ct", mri ? 3 : Random.Pick(2.5, 5), "mrecist",
            number % 3 == 0 ? "R2" : "R1", newLesions ? "yes" : "no");
        foreach (Lesion lesion in _lesions)
        {
            string status = lesion.Role == "nontarget" ? lesion.Progressing ? "unequivocal_progression" : "present" : "";
            string isNew = lesion.Role == "new" && !lesion.Announced ? "unequivocal" : "";
            if (lesion.IsTarget && lesion.Organ == "lymph_node")
                lesion.Longest = Math.Clamp(lesion.Longest + Random.Between(-1, 1), 17, 31);
            if (lesion.Role == "new" && lesion.Announced) lesion.Grow(Random.Pick(0, 0, 1));
            bool measured = lesion.Role != "nontarget";
            files.Add("lesion_measurements", lesion.Id, imaging, measured ? lesion.Longest : null,
                measured && lesion.Organ == "liver" ? lesion.Viable : null, "measured", status, isNew);
            (lesion.Progressing, lesion.Announced) = (false, true);
        }
        return imaging;
    }

    private void WriteEvents(string procedureId, Procedure procedure, int scan, DateOnly date, string imaging)
    {
        void Event(string type) => files.Add("followup_events", files.Number("E", "000"), _id, type, date, procedureId, imaging);
        if (procedure.Overall == scan) Event("overall_progression");
        if (procedure.Overall == scan && procedure.Hepatic != scan) Event("extrahepatic_progression");
        if (procedure.Hepatic == scan) Event("hepatic_progression");
        if (procedure.Local == scan) Event("local_progression");
    }

    private int WriteAdverseEvents(string procedureId, Procedure procedure, DateOnly treated)
    {
        int nights = procedure.Modality.StartsWith("tare", StringComparison.Ordinal) ? Random.Between(0, 1) : Random.Between(1, 2);
        void Event(string term, string verbatim, string soc, int onset, int days, int grade, string attribution, string stay, string action,
            string outcome) =>
            files.Add("adverse_events", files.Number("AE", "000"), _id, procedureId, term, verbatim, soc, treated.AddDays(onset),
                treated.AddDays(onset + days), "5.0", grade,
                grade switch { 1 => "mild", 2 => "moderate", _ => "severe" }, attribution, grade >= 3 || stay != "none" ? "yes" : "no",
                stay, action, outcome);

        if (procedure.Events.Contains('c'))
        {
            nights += 3;
            Event("carcinoid_crisis", "flushing and hypotension during embolization", "Endocrine disorders", 0, 1, 3, "definite",
                "prolonged", "icu", "resolved");
        }
        if (procedure.Events.Contains('p'))
        {
            int grade = Random.Pick(1, 2, 2, 3);
            nights += grade - 1;
            Event("post_embolization_syndrome", "pain; fever and nausea", "General disorders", Random.Between(0, 1), Random.Between(2, 9),
                grade, "definite",
                grade == 1 ? "none" : "prolonged", "medication", "resolved");
        }
        if (procedure.Events.Contains('i'))
        {
            int grade = Random.Pick(1, 2, 3);
            Event("hepatic_infarct", "segmental infarct on imaging", "Hepatobiliary disorders", Random.Between(3, 24),
                Random.Between(20, 60), grade, "probable",
                grade == 3 ? "readmission" : "none", grade == 1 ? "none" : "medication", "resolved");
        }
        return nights;
    }

    private void WriteTreatment(int k, string procedureId, Procedure procedure, DateOnly treated, int nights)
    {
        bool tare = procedure.Modality.StartsWith("tare", StringComparison.Ordinal);
        (string device, string agent) = procedure.Modality switch
        {
            "tae" => ("microspheres 100-300 um", "none"),
            "ctace" => ("ethiodized oil and gelatin", "doxorubicin"),
            "deb_tace" => ("drug-eluting beads 100-300 um", "doxorubicin"),
            "tare_glass" => ("Y-90 glass microspheres", "none"),
            _ => ("Y-90 resin microspheres", "none"),
        };
        string target = procedure.Territory switch { Right => "right_lobe", Left => "left_lobe", Both => "whole_liver", _ => "segmental" };
        int largest = _lesions.Where(l => l.Organ == "liver").Max(l => l.Longest);
        bool glass = procedure.Modality == "tare_glass";
        files.Add("procedures", procedureId, _id, k + 1, $"{_id}-C{k + 1}", k == 0 ? "yes" : "no", treated, procedure.Modality, target,
            patient.Bilobar ? "yes" : "no", _lesions.Any(l => l.Organ is not ("liver" or "primary")) ? "yes" : "no", largest, device, agent,
            tare ? Math.Round((glass ? 2.2 : 1.1) + 2 * Random.Unit(), 1) : null,
            tare ? Random.Between(glass ? 160 : 90, glass ? 290 : 170) : null, tare ? Random.Between(22, 48) : null,
            tare ? Math.Round(1.5 + 7 * Random.Unit(), 1) : null,
            "yes", Random.Chance(0.7) ? "yes" : "no", patient.Grade == Grade.Net ? "yes" : "no", Random.Chance(0.65) ? "femoral" : "radial",
            treated.AddDays(nights), nights);
    }

    private void WriteLabs(DateOnly treated)
    {
        DateOnly drawn = treated.AddDays(treated.DayOfWeek == Monday ? -3 : -1);
        files.Add("labs", _id, drawn, "bilirubin_total", Math.Round(0.4 + 0.9 * Random.Unit(), 1), "mg/dL", 1.2, 0.2);
        files.Add("labs", _id, drawn, "albumin", Math.Round(3.1 + 1.2 * Random.Unit(), 1), "g/dL", 5, 3.5);
        files.Add("labs", _id, drawn, "alt", Random.Between(16, 72), "U/L", 45, 5);
        files.Add("labs", _id, drawn, "platelets", Random.Between(135, 340), "10^9/L", 400, 150);
        files.Add("labs", _id, drawn, "creatinine", Math.Round(0.6 + 0.6 * Random.Unit(), 2), "mg/dL", 1.2, 0.5);
    }

    private void WritePatient(DateOnly index, DateOnly lastScan, Procedure procedure, DateOnly treated, bool resected)
    {
        bool net = patient.Grade == Grade.Net, censored = procedure.Local is null && procedure.Death is null;
        DateOnly? death = procedure.Death is int day ? treated.AddDays(day)
            : !censored && Random.Chance(net ? 0.6 : 0.9) ? lastScan.AddDays(Random.Between(40, net ? 330 : 150)) : null;
        DateOnly contact = death ?? (censored ? lastScan : lastScan.AddDays(Random.Between(30, 200)));
        DateOnly diagnosis = index.AddDays(-Random.Between(net ? 200 : 90, net ? 1500 : 420));
        DateOnly liver = diagnosis.AddDays((int)((index.DayNumber - diagnosis.DayNumber) * 0.7 * Random.Unit()));
        bool carcinoid = patient.Procedures.Any(p => p.Events.Contains('c')) || (patient.Primary == "small_bowel" && Random.Chance(0.5));
        bool ssa = net && Random.Chance(0.7), prrt = net && Random.Chance(0.35), chemotherapy = !net || Random.Chance(0.6);
        files.Add("patients", _id, patient.Age, patient.Sex, Random.Pick(0, 0, 1, 1, 2), patient.Primary, resected ? "yes" : "no",
            carcinoid ? "carcinoid" : "none",
            net ? "well" : "poor", net ? "G3" : "NEC", patient.Ki67, diagnosis, "day", liver, Random.Between(10, 60),
            patient.Bilobar ? "yes" : "no",
            patient.Spread == Spread.None ? "no" : "yes", YesNo(ssa), YesNo(prrt), YesNo(chemotherapy), "no", "no",
            YesNo(Random.Chance(0.08)),
            death is null ? "alive" : "dead", contact, death, death is null ? "" : "disease");

        void Therapy(string kind, int from, int to) =>
            files.Add("systemic_therapy", files.Number("S", "000"), _id, kind,
                diagnosis.AddDays((int)((index.DayNumber - diagnosis.DayNumber) * from / 100.0)),
                index.AddDays(-to));
        if (ssa) Therapy("ssa", 10, 30);
        if (prrt) Therapy("prrt", 40, 60);
        if (chemotherapy) Therapy(net ? "captem" : "platinum", 55, 35);
    }

    private static string YesNo(bool value) => value ? "yes" : "no";
}

/// <summary>
/// Sizes of the liver targets after one procedure, such that mRECIST dates progression on the scans asked for and on no earlier one.
/// </summary>
internal class Sizes(Procedure procedure, Lesion[] treated, Lesion[] targets, Splitmix random)
{
    private readonly int _baseline = treated.Sum(l => l.Viable);
    private readonly Lesion[] _untreated = [.. targets.Except(treated)];
    private int _localNadir = treated.Sum(l => l.Viable);
    private int _hepaticNadir = targets.Sum(l => l.Viable);

    public void Next(int scan)
    {
        (_localNadir, _hepaticNadir) = (Math.Min(_localNadir, Sum(treated)), Math.Min(_hepaticNadir, Sum(targets)));
        int wanted = Wanted(scan);
        SetSum(treated, wanted, grows: procedure.Local == scan);
        foreach (Lesion lesion in _untreated) SetUntreated(lesion, lesion.Viable + random.Pick(-1, 0, 0, 1));
        // Before hepatic progression the untreated lesion gives way where the sum would reach it.
        if (procedure.Hepatic is not int hepatic || scan < hepatic)
            while (Sum(targets) * 5 >= _hepaticNadir * 6) SetUntreated(_untreated[0], _untreated[0].Viable - 1);
    }

    /// <summary>
    /// Lets the untreated target grow until the sum of the liver targets has progressed; false where it would have to grow too much.
    /// </summary>
    public bool HepaticGrowth(int scan)
    {
        if (_untreated.Length == 0) return false;
        int missing = (int)Math.Ceiling(_hepaticNadir * 1.23) - Sum(targets);
        if (missing > 0.5 * _untreated[0].Viable || random.Chance(0.3)) return false;
        Set(_untreated[0], _untreated[0].Viable + missing, grows: true);
        return true;
    }

    private int Wanted(int scan)
    {
        if (procedure.Local == scan) return _localNadir == 0
            ? random.Between(13, 17)
            : (int)Math.Ceiling(_localNadir * (1.22 + 0.15 * random.Unit()));
        if (scan == 0) return procedure.Response switch
        {
            Complete => 0,
            Partial => (int)(_baseline * (0.34 + 0.3 * random.Unit())),
            _ => (int)(_baseline * (0.78 + 0.28 * random.Unit())),
        };
        return Math.Min((int)(Sum(treated) * (0.93 + 0.15 * random.Unit())), (int)(_localNadir * 1.13));
    }

    private void SetSum(Lesion[] lesions, int sum, bool grows)
    {
        int before = Sum(lesions), left = sum;
        for (int i = 0; i < lesions.Length; i++)
        {
            int share = i == lesions.Length - 1 ? left : before == 0
                ? sum / lesions.Length
                : (int)Math.Round((double)sum * lesions[i].Viable / before);
            left -= share;
            Set(lesions[i], share, grows);
        }
    }

    private void Set(Lesion lesion, int viable, bool grows)
    {
        int shrunk = (int)(lesion.Longest * (0.97 + 0.03 * random.Unit()));
        lesion.Longest = Math.Max(viable, grows ? lesion.Longest + Math.Max(0, viable - lesion.Viable) / 2 : shrunk);
        lesion.Viable = viable;
    }

    private void SetUntreated(Lesion lesion, int viable) =>
        (lesion.Longest, lesion.Viable) = (Math.Max(viable, lesion.Longest + random.Pick(-1, 0, 1)), viable);

    private static int Sum(Lesion[] lesions) => lesions.Sum(l => l.Viable);
}

internal static class Cohort
{
    public static readonly Patient[] Patients =
    [
        new(Net, 66, "female", "pancreas", 26, Bilobar: true, Spread.None, 91, 53,
        [
            new("tare_resin", Right, Monday, Stable, 1, 1, 1, [42, 100]),
            new("tare_glass", Left, Thursday, Stable, 0, 0, 0, [42]),
        ]),
        new(Net, 70, "female", "unknown_primary", 35, Bilobar: true, Spread.Node, 67, 39,
        [
            new("deb_tace", Right, Tuesday, Stable, 1, 1, 3, [41, 126, 170, 230], Events: "pi"),
        ]),
        new(Nec, 62, "male", "pancreas", 90, Bilobar: true, Spread.None, 94, 73,
        [
            new("tare_glass", Right, Wednesday, Stable, 0, 0, 0, [44]),
            new("tae", Left, Tuesday, Stable, null, null, null, [28], Death: 40),
        ]),
        new(Net, 52, "female", "rectum", 29, Bilobar: true, Spread.Bone, 72, 40,
        [
            new("tae", Right, Friday, Complete, 3, 4, 6, [28, 94, 157, 203, 259, 308, 369], Events: "p"),
            new("tae", Left, Monday, Partial, 4, 4, 7, [32, 91, 140, 196, 231, 311, 380, 422]),
        ]),
        new(Net, 58, "male", "lung_bronchus", 27, Bilobar: true, Spread.Lung, 84, 74,
        [
            new("tare_resin", Right, Friday, Partial, 2, 3, 5, [39, 103, 174, 221, 279, 336]),
        ]),
        new(Net, 57, "female", "pancreas", 21, Bilobar: false, Spread.Node, 39, 26,
        [
            new("tare_glass", Segment, Monday, Partial, 1, 1, 1, [28, 121]),
        ]),
        new(Nec, 67, "female", "colon", 32, Bilobar: true, Spread.Peritoneum, 69, 45,
        [
            new("tare_glass", Right, Thursday, Stable, 0, 0, 0, [46]),
            new("tare_resin", Left, Monday, Stable, 4, 5, 6, [25, 80, 113, 148, 207, 262, 295]),
            new("ctace", Right, Friday, Partial, 2, 2, null, [31, 80, 112, 145, 202, 248, 290], Events: "p"),
        ]),
        new(Net, 61, "female", "stomach", 55, Bilobar: true, Spread.Bone, 66, 52,
        [
            new("tae", Right, Thursday, Complete, 10, 10, 10, [40, 106, 176, 237, 291, 348, 410, 467, 519, 596, 649]),
            new("deb_tace", Left, Friday, Stable, 1, null, null, [38, 94], Death: 105, Events: "p"),
        ]),
        new(Net, 60, "male", "pancreas", 28, Bilobar: true, Spread.None, 61, 54,
        [
            new("ctace", Right, Wednesday, Stable, 0, 0, 1, [26, 76]),
        ]),
        new(Net, 56, "male", "pancreas", 32, Bilobar: true, Spread.Node, 75, 58,
        [
            new("ctace", Right, Monday, Stable, 1, 2, null, [32, 77, 137], Events: "i"),
        ]),
        new(Nec, 72, "male", "rectum", 80, Bilobar: false, Spread.None, 40, 29,
        [
            new("tare_resin", Segment, Wednesday, Partial, 6, 9, 11, [27, 79, 132, 166, 202, 250, 294, 328, 378, 429, 469, 509],
                Events: "pi"),
        ]),
        new(Net, 59, "female", "pancreas", 35, Bilobar: true, Spread.Node, 75, 47,
        [
            new("ctace", Right, Monday, Stable, 0, 0, 2, [44, 101, 163]),
            new("tae", Both, Monday, Stable, 0, 0, 0, [29], Events: "i"),
            new("ctace", Right, Friday, Partial, 2, 3, 4, [31, 81, 154, 213, 263], Events: "p"),
        ]),
        new(Net, 51, "male", "small_bowel", 23, Bilobar: true, Spread.Bone, 53, 37,
        [
            new("deb_tace", Right, Thursday, Stable, 0, 1, null, [42, 81], Death: 112),
        ]),
        new(Net, 44, "female", "pancreas", 25, Bilobar: true, Spread.Lung, 68, 44,
        [
            new("tae", Right, Thursday, Complete, 3, 4, 10, [28, 88, 138, 194, 274, 327, 398, 452, 504, 578, 629]),
        ]),
        new(Net, 68, "male", "colon", 24, Bilobar: true, Spread.Node, 53, 29,
        [
            new("tare_glass", Right, Monday, Partial, 5, 7, 8, [32, 74, 140, 197, 259, 308, 368, 424, 487], Events: "pc"),
            new("tare_glass", Left, Thursday, Partial, 0, 3, null, [28, 97, 162, 229, 298, 341]),
        ]),
        new(Nec, 55, "male", "colon", 50, Bilobar: true, Spread.Bone, 49, 35,
        [
            new("tare_glass", Right, Tuesday, Partial, 0, 0, 4, [38, 93, 126, 176, 213]),
            new("deb_tace", Left, Thursday, Stable, 0, 0, 1, [46, 89], Events: "pi"),
            new("ctace", Right, Thursday, Stable, 0, 2, null, [29, 77, 123, 165]),
        ]),
        new(Net, 63, "female", "small_bowel", 65, Bilobar: true, Spread.Lung, 67, 47,
        [
            new("ctace", Both, Thursday, Partial, null, null, null, [43, 105, 176, 242]),
        ]),
        new(Net, 53, "male", "rectum", 30, Bilobar: false, Spread.Node, 45, 26,
        [
            new("deb_tace", Segment, Thursday, Partial, null, null, null, [32], Death: 76),
        ]),
        new(Net, 65, "female", "small_bowel", 45, Bilobar: true, Spread.Peritoneum, 68, 38,
        [
            new("ctace", Both, Wednesday, Stable, 0, 1, 1, [37, 91], Events: "pi"),
            new("tae", Left, Tuesday, Partial, 0, 2, null, [45, 91, 154, 217, 281], Death: 304, Events: "p"),
        ]),
        new(Nec, 64, "male", "stomach", 40, Bilobar: true, Spread.None, 79, 51,
        [
            new("tare_glass", Right, Tuesday, Stable, 1, 1, 1, [41, 87]),
            new("tare_glass", Left, Thursday, Stable, 0, 0, 0, [39]),
        ]),
        new(Net, 62, "male", "lung_bronchus", 22, Bilobar: true, Spread.Bone, 37, 27,
        [
            new("tare_resin", Right, Tuesday, Partial, 2, 3, null, [27, 94, 170, 223, 287]),
        ]),
        new(Net, 55, "female", "pancreas", 38, Bilobar: true, Spread.Node, 43, 31,
        [
            new("tae", Right, Wednesday, Stable, 0, 0, 2, [41, 93, 166]),
            new("ctace", Left, Monday, Partial, 4, 4, null, [31, 109, 182, 241, 288], Death: 328),
        ]),
        new(Net, 49, "female", "unknown_primary", 22, Bilobar: true, Spread.Node, 84, 56,
        [
            new("tae", Right, Monday, Partial, 3, null, null, [43, 106, 175, 225, 281, 332, 393], Death: 435),
        ]),
        new(Nec, 58, "female", "unknown_primary", 60, Bilobar: true, Spread.None, 48, 38,
        [
            new("ctace", Right, Friday, Stable, 0, 0, 0, [31], Events: "pi"),
            new("tare_resin", Left, Tuesday, Partial, 4, 5, 7, [43, 86, 135, 188, 227, 274, 310, 350], Events: "pi"),
        ]),
        new(Net, 64, "female", "small_bowel", 40, Bilobar: true, Spread.Bone, 58, 48,
        [
            new("ctace", Right, Monday, Stable, 0, 1, 2, [28, 84, 141]),
            new("tae", Left, Thursday, Partial, 0, 0, 2, [40, 97, 152]),
            new("tare_glass", Right, Tuesday, Partial, 1, 2, 3, [34, 92, 163, 203]),
        ]),
        new(Net, 47, "male", "small_bowel", 25, Bilobar: true, Spread.Lung, 67, 53,
        [
            new("tare_glass", Right, Thursday, Partial, null, null, null, [33, 83, 145, 186], Death: 194),
        ]),
    ];
}
