using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.Cohorts;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Safety;

namespace NotebookKit.Tests.Tables;

/// <summary>The figures that Endocrine Abstracts (2024) 108 C28 prints, from the tables of the example cohort.</summary>
public sealed class ExampleCohortTablesTests
{
    private static readonly Cohort Cohort = Cohort.Load(Repository.Path("data-templates", "example"));

    private static CohortDescription Table1()
    {
        DataFrame patients = Cohort.Patients.Recode("who_grade", "tumor", ("G3", "NET"), ("NEC", "NEC"));
        DataFrame procedures = Cohort.Procedures.AddColumnsFrom(patients, "patient_id", "tumor")
            .Scale("largest_hepatic_tumor_mm", "largest_cm", 0.1);
        DescriptionOptions options = new() { GroupOrder = ["NET", "NEC"], P = true, Overall = true };
        return patients.Describe(unit: "patients", by: "tumor", rows: r => r
                .MeanSd("age_at_index_years", "Age, years").Level("sex", "male", "Male").Level("primary_site", "pancreas",
                    "Pancreatic primary").MedianRange("ki67_percent", "Ki-67, %"), options: options)
            .And(procedures.Describe(unit: "procedures", by: "tumor", rows: r => r
                .Continuous("largest_cm", "Largest hepatic tumour, cm", "{mean:1} ({sd:1})")
                .Level("bilobar_disease", "yes", "Bilobar disease")
                .Level("extrahepatic_disease", "yes", "Extrahepatic disease"), cluster: "patient_id", options: options));
    }

    [Fact]
    public void Cohort_description_prints_the_abstract()
    {
        CohortDescription table = Table1();
        Assert.Equal(["20 patients", "30 procedures"], table.ToTable().Columns.Single(c => c.Name == "NET").Header.Split('\n')[1..]);
        Assert.Equal(["6 patients", "13 procedures"], table.ToTable().Columns.Single(c => c.Name == "NEC").Header.Split('\n')[1..]);
        Assert.StartsWith("mean (SD) 58 (", table.Inline("age_at_index_years", group: "NET"));
        Assert.StartsWith("mean (SD) 63 (", table.Inline("age_at_index_years", group: "NEC"));
        Assert.Equal("40% (8/20 patients)", table.Inline("sex", "male", "NET"));
        Assert.Equal("67% (4/6 patients)", table.Inline("sex", "male", "NEC"));
        Assert.Equal("35% (7/20 patients)", table.Inline("primary_site", group: "NET"));
        Assert.Equal("17% (1/6 patients)", table.Inline("primary_site", group: "NEC"));
        Assert.StartsWith("median (range) 28.5 (21–65)", table.Inline("ki67_percent", group: "NET"));
        Assert.StartsWith("median (range) 55.0 (32–90)", table.Inline("ki67_percent", group: "NEC"));
        Assert.StartsWith("mean (SD) 6.6 (", table.Inline("largest_cm", group: "NET"));
        Assert.StartsWith("mean (SD) 6.8 (", table.Inline("largest_cm", group: "NEC"));
        Assert.Equal("93% (28/30 procedures)", table.Inline("bilobar_disease", group: "NET"));
        Assert.Equal("92% (12/13 procedures)", table.Inline("bilobar_disease", group: "NEC"));
        Assert.Equal("90% (27/30 procedures)", table.Inline("extrahepatic_disease", group: "NET"));
        Assert.Equal("46% (6/13 procedures)", table.Inline("extrahepatic_disease", group: "NEC"));
        Assert.Contains(table.ToTable().Footnotes, n => n.StartsWith("43 procedures in 26 patients", StringComparison.Ordinal));
    }

    [Fact]
    public void Adverse_events_per_procedure_print_the_abstract()
    {
        SafetyAssessment safety = Cohort.AssessSafety();
        Assert.Empty(safety.Findings);
        AdverseEventTable table = safety.ByTerm(CountingUnit.Procedure, new() { Style = new() { PercentDecimals = 1 } });
        Assert.Equal("32.6% (14/43 procedures)", table.Inline("Any adverse event"));
        Assert.Equal("27.9% (12/43 procedures)", table.Inline("post_embolization_syndrome"));
        Assert.Equal("18.6% (8/43 procedures)", table.Inline("hepatic_infarct"));
        // the abstract prints 2.4%, which 43 procedures cannot give
        Assert.Equal("2.3% (1/43 procedures)", table.Inline("carcinoid_crisis"));
        Assert.Equal(26, safety.ByTerm(CountingUnit.Patient)["Any adverse event"].Overall.N);
    }
}
