using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

public sealed class CohortTests
{
    [Fact]
    public void Columns_have_the_types_of_the_schema_and_blanks_are_null()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        Cohort cohort = files.Load();
        Assert.IsType<StringDataFrameColumn>(cohort.Patients["patient_id"]);
        Assert.IsType<DoubleDataFrameColumn>(cohort.Patients["ki67_percent"]);
        Assert.IsType<Int32DataFrameColumn>(cohort.Procedures["procedure_number"]);
        Assert.IsType<DateTimeDataFrameColumn>(cohort.Procedures["procedure_date"]);
        Assert.Equal(61.4, cohort.Patients["age_at_index_years"][0]);
        Assert.Equal(new DateTime(2019, 5, 14), cohort.Procedures["procedure_date"][0]);
        Assert.Null(cohort.Patients["race"][0]);
        Assert.Null(cohort.Patients["death_date"][1]);
        Assert.Null(cohort.Patients["ecog_ps"][0]);
        Assert.Equal(2, cohort.Patients["race"].NullCount);
        Assert.Equal(2, cohort.Procedures.Rows.Count);
    }

    [Fact]
    public void A_column_of_ones_own_is_kept_as_text()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("patients.csv", "ki67_percent", "centre");
        Cohort cohort = files.Load();
        Assert.Equal("28", cohort.Patients["centre"][0]);
        Assert.Null(cohort.Patients["ki67_percent"][0]);
        Assert.True(cohort.IsValid);
    }

    [Fact]
    public void A_row_with_an_error_is_kept_and_only_the_bad_cell_is_null()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("patients.csv", ",28,", ",\"28,5\",");
        Cohort cohort = files.Load();
        Assert.Equal(2, cohort.Patients.Rows.Count);
        Assert.Null(cohort.Patients["ki67_percent"][0]);
        Assert.Equal("P001", cohort.Patients["patient_id"][0]);
    }

    [Fact]
    public void Rows_before_broken_quotation_marks_are_kept_and_nothing_else_is_blamed()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("procedures.csv", "ctace,70", "ctace,\"70");
        Cohort cohort = files.Load();
        Assert.Equal(1, cohort.Procedures.Rows.Count);
        Assert.False(cohort.IsValid);
        Assert.Equal(["S05"], cohort.Findings.Select(f => f.Rule));
    }

    [Fact]
    public void Optional_files_are_null_when_absent()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        File.Delete(Path.Combine(files.Folder, "labs.csv"));
        Cohort cohort = files.Load();
        Assert.Null(cohort.Labs);
        Assert.NotNull(cohort.SystemicTherapy);
        Assert.Empty(cohort.Findings);
    }

    [Fact]
    public void A_missing_required_file_is_named()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        File.Delete(Path.Combine(files.Folder, "imaging.csv"));
        File.Delete(Path.Combine(files.Folder, "patients.csv"));
        var error = Assert.Throws<FileNotFoundException>(files.Load);
        Assert.Contains($"The folder '{files.Folder}' has no patients.csv, imaging.csv.", error.Message);
        Assert.Contains("data-templates", error.Message);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<DirectoryNotFoundException>(() => Cohort.Load("no-such-folder"));
        Assert.Contains("'no-such-folder'", error.Message);
    }

    [Fact]
    public void A_cohort_prints_its_files_and_an_invalid_one_stops_there()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        Assert.Contains("procedures.csv              2         0", files.Load().ToString());
        Assert.Equal(2, files.Load().ThrowIfInvalid().Patients.Rows.Count);
        files.Replace("patients.csv", ",female,", ",F,");
        var error = Assert.Throws<InvalidCohortException>(() => files.Load().ThrowIfInvalid());
        Assert.Equal("The cohort has 1 error:\npatients.csv, row 2, column sex: 'F' is not in the list. Did you mean female?",
            error.Message);
        Assert.Single(error.Findings);
    }
}
