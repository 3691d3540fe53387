using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

public sealed class WordingTests
{
    [Theory]
    [InlineData(1, "patients", "1 patient")]
    [InlineData(0, "patients", "0 patients")]
    [InlineData(1, "liver biopsies", "1 liver biopsy")]
    [InlineData(1, "metastases", "1 metastasis")]
    [InlineData(1, "cases", "1 case")]
    [InlineData(1, "boxes", "1 box")]
    [InlineData(1, "staff", "1 staff")]
    [InlineData(1, "losses", "1 loss")]
    public void One_is_singular(int count, string plural, string expected) => Assert.Equal(expected, Wording.Count(count, plural));

    [Theory]
    [InlineData("largest_hepatic_tumor_mm", "Largest hepatic tumor, mm")]
    [InlineData("ki67_percent", "Ki67, %")]
    [InlineData("activity_gbq", "Activity, GBq")]
    [InlineData("months", "Months")]
    [InlineData("tumor", "Tumor")]
    [InlineData("Zeit in Tagen", "Zeit in Tagen")]
    public void A_column_name_becomes_a_title(string column, string expected) => Assert.Equal(expected, Wording.Title(column));

    [Theory]
    [InlineData("patient_id", "patients")]
    [InlineData("site", "sites")]
    [InlineData("block", "clusters")]
    public void An_identifier_names_what_it_identifies(string column, string expected) =>
        Assert.Equal(expected, Wording.Plural(column, "clusters"));
}
