using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Laboratory;
using NotebookKit.Adjusted.Scores;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Laboratory;

public sealed class LaboratoryTests
{
    private static LabQuantity Quantity(string test) => test switch { "wbc" => LabQuantity.Leucocytes, _ => Enum.Parse<LabQuantity>(test, ignoreCase: true) };

    [Fact]
    public void All_grades_of_version_5_equal_the_text()
    {
        GoldenTable golden = Golden.Table("ctcae_v5_grades.csv");
        double? At(string column, int i) => golden.Numbers(column)[i] is var v && double.IsNaN(v) ? null : v;
        for (int i = 0; i < golden.Count; i++)
        {
            var reference = new LabReference { UpperLimit = At("uln", i), LowerLimit = At("lln", i), Baseline = At("baseline", i), OnAnticoagulation = golden.Numbers("on_anticoagulation")[i] == 1 };
            LabQuantity quantity = Quantity(golden.Texts("test")[i]);
            int grade = Ctcae.Grade(CtcaeVersion.V5, quantity, golden.Numbers("value")[i], reference);
            Assert.True(grade == golden.Numbers("grade")[i], $"case {golden.Texts("case")[i]}: {quantity} {golden.Texts("value")[i]}, expected {golden.Texts("grade")[i]}, found {grade}");
            Assert.Equal(golden.Numbers("baseline_abnormal")[i] == 1, Ctcae.IsBaselineAbnormal(quantity, reference));
        }
    }

    [Theory] // CTCAE 4.03: multiples of the upper limit alone; creatinine grade 1 also above baseline; INR multiples of the upper limit
    [InlineData(LabQuantity.Alt, 120, 40, 100.0, 1)]
    [InlineData(LabQuantity.Alt, 120.1, 40, 100.0, 2)]
    [InlineData(LabQuantity.Alt, 200.1, 40, 100.0, 3)]
    [InlineData(LabQuantity.Alt, 800.1, 40, 100.0, 4)]
    [InlineData(LabQuantity.Alp, 300, 120, null, 1)]
    [InlineData(LabQuantity.Alp, 300.1, 120, null, 2)]
    [InlineData(LabQuantity.Bilirubin, 30, 20, 40.0, 1)]
    [InlineData(LabQuantity.Bilirubin, 30.1, 20, 40.0, 2)]
    [InlineData(LabQuantity.Bilirubin, 60.1, 20, 40.0, 3)]
    [InlineData(LabQuantity.Creatinine, 81, 90, 80.0, 1)]
    [InlineData(LabQuantity.Creatinine, 80, 90, 80.0, 0)]
    [InlineData(LabQuantity.Creatinine, 120.1, 90, 80.0, 2)]
    [InlineData(LabQuantity.Creatinine, 540.1, 90, 80.0, 4)]
    [InlineData(LabQuantity.Inr, 1.65, 1.1, null, 1)]
    [InlineData(LabQuantity.Inr, 1.66, 1.1, null, 2)]
    [InlineData(LabQuantity.Inr, 2.76, 1.1, null, 3)]
    public void Version_4_knows_no_abnormal_baseline(LabQuantity quantity, double value, double upper, double? baseline, int grade) =>
        Assert.Equal(grade, Ctcae.Grade(CtcaeVersion.V4, quantity, value, new LabReference { UpperLimit = upper, Baseline = baseline }));

    private static AnalysisSet Visits() => new DataFrame(
        new Int32DataFrameColumn("row", Enumerable.Range(1, 8)), new StringDataFrameColumn("procedure", ["p1", "p1", "p1", "p2", "p2", "p3", "p3", "p3"]),
        new StringDataFrameColumn("arm", ["A", "A", "A", "A", "A", "B", "B", "B"]), new DoubleDataFrameColumn("day", [-3, 7, 60, 0, 14, -40, 5, 120]),
        new StringDataFrameColumn("visit", ["base", "week 1", "month 2", "base", "week 1", "base", "week 1", "month 2"]), new DoubleDataFrameColumn("alt", [30, 130, 90, 100, 149, 20, 41, 900])).AnalysisSet("samples", key: "row", by: "arm");

    [Fact]
    public void Worst_grade_shift_and_window_by_hand()
    {
        LabGradeTable table = Visits().LabGrades([new LabMeasure(LabQuantity.Alt, "alt", "U/L") { Upper = 40 }], new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "procedure" });
        LabGradeRow[] rows = [.. table.Terms[0].Rows];
        Assert.Equal((0, 2, 2), (rows[0].BaselineGrade!.Value, rows[0].WorstGrade!.Value, rows[0].Measurements)); // 130 > 3 × 40
        Assert.Equal((1, 0), (rows[1].BaselineGrade!.Value, rows[1].WorstGrade!.Value)); // abnormal baseline 100: 149 < 1.5 × 100
        Assert.Null(rows[2].BaselineGrade); // 40 days before
        Assert.Equal((1, 1), (rows[2].WorstGrade!.Value, rows[2].Measurements)); // day 120 lies beyond the window
        Assert.Equal(1, table.Terms[0].WorsenedBy(2));
        Assert.Contains("CTCAE 5.0", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("upper limit", Assert.Throws<ArgumentException>(() => Visits().LabGrades([new LabMeasure(LabQuantity.Alt, "alt", "U/L")], new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "procedure" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_is_paired_within_procedures()
    {
        ChangeTable table = Visits().ChangeFromBaseline("alt", "visit", "base", of: "procedure", visits: ["base", "week 1", "month 2"]);
        ChangeRow week1 = table.Rows.Single(r => r is { Visit: "week 1", Group: "A" });
        Assert.Equal(2, week1.N);
        Assert.Equal(74.5, week1.Change!.Value.Median); // (100 + 49) / 2
        Assert.Equal(0.5, week1.SignedRankP);
        Assert.Equal(1, table.Rows.Single(r => r is { Visit: "month 2", Group: "A" }).Missing);
        Assert.Contains("no row holds the baseline visit", Assert.Throws<ArgumentException>(() => Visits().ChangeFromBaseline("alt", "visit", "day 0", of: "procedure")).Message, StringComparison.Ordinal);
        Assert.Contains("two values", Assert.Throws<InvalidDataException>(() => Visits().ChangeFromBaseline("alt", "arm", "A", of: "procedure")).Message, StringComparison.Ordinal);
    }
}
