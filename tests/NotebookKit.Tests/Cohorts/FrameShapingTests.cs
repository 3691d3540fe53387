using Microsoft.Data.Analysis;

namespace NotebookKit.Tests.Cohorts;

public sealed class FrameShapingTests
{
    private static DataFrame Patients => new(
        new StringDataFrameColumn("patient_id", ["P1", "P2", "P3"]),
        new StringDataFrameColumn("who_grade", ["G3", "NEC", null!]));

    private static DataFrame Procedures => new(
        new StringDataFrameColumn("procedure_id", ["P2-1", "P1-1", "P2-2"]),
        new StringDataFrameColumn("patient_id", ["P2", "P1", "P2"]));

    [Fact]
    public void Recode_renames_and_keeps_missing()
    {
        DataFrame patients = Patients;
        DataFrame recoded = patients.Recode("who_grade", "tumor", ("G3", "NET"), ("NEC", "NEC"));
        Assert.Equal(["NET", "NEC", null], recoded["tumor"].Cast<string?>());
        Assert.Equal(2, patients.Columns.Count);
    }

    [Fact]
    public void Recode_names_the_row_of_an_unlisted_value()
    {
        var error = Assert.Throws<ArgumentException>(() => Patients.Recode("who_grade", "tumor", ("G3", "NET")));
        Assert.Contains("row 2", error.Message);
        Assert.Contains("'NEC'", error.Message);
    }

    [Fact]
    public void AddColumnsFrom_keeps_rows_and_order()
    {
        DataFrame joined = Procedures.AddColumnsFrom(Patients, "patient_id", "who_grade");
        Assert.Equal(["P2-1", "P1-1", "P2-2"], joined["procedure_id"].Cast<string>());
        Assert.Equal(["NEC", "G3", "NEC"], joined["who_grade"].Cast<string>());
    }

    [Fact]
    public void AddColumnsFrom_refuses_unknown_and_repeated_keys()
    {
        DataFrame one = Patients.Where("patient_id", "P1");
        Assert.Contains("'P2' has no row", Assert.Throws<ArgumentException>(
            () => Procedures.AddColumnsFrom(one, "patient_id", "who_grade")).Message);
        Assert.Contains("rows 1 and 3", Assert.Throws<ArgumentException>(
            () => Patients.AddColumnsFrom(Procedures, "patient_id", "procedure_id")).Message);
    }

    [Fact]
    public void Where_keeps_matching_rows_and_leaves_out_missing()
    {
        Assert.Equal(["P1"], Patients.Where("who_grade", "G3")["patient_id"].Cast<string>());
        Assert.Equal(1, Patients.Where("who_grade", "G3").Rows.Count);
    }

    [Fact]
    public void Select_keeps_the_columns_named_in_that_order()
    {
        DataFrame chosen = Patients.Select("who_grade", "patient_id");
        Assert.Equal(["who_grade", "patient_id"], chosen.Columns.Select(c => c.Name));
        Assert.Equal(3, chosen.Rows.Count);
        Assert.Contains("'patient_id'", Assert.Throws<ArgumentException>(() => Patients.Select("patientid")).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void First_keeps_as_many_rows_as_there_are(int count)
    {
        DataFrame first = Patients.First(count);
        Assert.Equal(new[] { "P1", "P2", "P3" }.Take(count), first["patient_id"].Cast<string>());
        Assert.Equal(2, first.Columns.Count);
    }

    [Fact]
    public void Scale_multiplies_and_keeps_missing()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("mm", new double?[] { 65, null, 5 }));
        Assert.Equal([6.5, null, 0.5], frame.Scale("mm", "cm", 0.1)["cm"].Cast<double?>());
    }

    [Fact]
    public void An_unknown_column_names_the_nearest() =>
        Assert.Contains("'who_grade'", Assert.Throws<ArgumentException>(() => Patients.Where("who_grad", "G3")).Message);
}
