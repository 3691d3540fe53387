using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>A folder with the header-only templates, or a copy of another folder, that a test may spoil; deleted at the end.</summary>
internal sealed class TemporaryCohort : IDisposable
{
    public TemporaryCohort(string? source = null)
    {
        Folder = Directory.CreateTempSubdirectory("cohort").FullName;
        foreach (string file in Directory.GetFiles(source ?? Repository.Path("data-templates"), "*.csv"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    public string Folder { get; }

    public static TemporaryCohort OfExample() => new(Repository.Path("data-templates", "example"));

    /// <summary>Two patients with one procedure, lesion and imaging each; no findings.</summary>
    public static TemporaryCohort Small() => new TemporaryCohort()
        .Write("patients.csv", "patient_id,age_at_index_years,sex,primary_site,ki67_percent,vital_status,last_contact_date",
            "P001,61.4,female,pancreas,28,alive,2020-03-01", "P002,55,male,small_bowel,45,alive,2020-04-01")
        .Write("procedures.csv",
            "procedure_id,patient_id,procedure_number,index_procedure,procedure_date,modality,largest_hepatic_tumor_mm",
            "P001-1,P001,1,yes,2019-05-14,tae,60", "P002-1,P002,1,yes,2019-06-12,ctace,70")
        .Write("lesions.csv", "lesion_id,patient_id,lesion_role,organ", "P001-L1,P001,target,liver", "P002-L1,P002,target,liver")
        .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint", "P001-I1,P001,2019-05-02,baseline",
            "P002-I1,P002,2019-06-01,baseline")
        .Write("treated_lesions.csv", "procedure_id,lesion_id,relation", "P001-1,P001-L1,treated", "P002-1,P002-L1,treated")
        .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,status", "P001-L1,P001-I1,60,measured");

    public TemporaryCohort Write(string file, params string[] lines) => WriteText(file, string.Join('\n', lines) + "\n");

    public TemporaryCohort WriteText(string file, string text)
    {
        File.WriteAllText(Path.Combine(Folder, file), text);
        return this;
    }

    public TemporaryCohort Replace(string file, string old, string now)
    {
        string path = Path.Combine(Folder, file), text = File.ReadAllText(path);
        Assert.True(text.Split(old).Length == 2, $"{file} must hold '{old}' exactly once");
        return WriteText(file, text.Replace(old, now));
    }

    public Cohort Load() => Cohort.Load(Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
