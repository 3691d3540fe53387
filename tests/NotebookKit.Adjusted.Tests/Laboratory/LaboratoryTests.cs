using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Laboratory;
using NotebookKit.Adjusted.Scores;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Laboratory;

public sealed class LaboratoryTests
{
    private static LabQuantity Quantity(string test) =>
        test switch { "wbc" => LabQuantity.Leucocytes, _ => Enum.Parse<LabQuantity>(test, ignoreCase: true) };

    [Fact]
    public void All_grades_of_version_5_equal_the_text()
    {
        GoldenTable golden = Golden.Table("ctcae_v5_grades.csv");
        double? At(string column, int i) => golden.Numbers(column)[i] is var v && double.IsNaN(v) ? null : v;
        for (int i = 0; i < golden.Count; i++)
        {
            var reference = new LabReference { UpperLimit = At("uln", i), LowerLimit = At("lln", i), Baseline = At("baseline", i),
                OnAnticoagulation = golden.Numbers("on_anticoagulation")[i] == 1 };
            LabQuantity quantity = Quantity(golden.Texts("test")[i]);
            int grade = Ctcae.Grade(CtcaeVersion.V5, quantity, golden.Numbers("value")[i], reference);
            Assert.True(grade == golden.Numbers("grade")[i],
                $"case {golden.Texts("case")[i]}: {quantity} {golden.Texts("value")[i]}, expected {golden.Texts("grade")[i]}, "
                    + $"found {grade}");
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
        new Int32DataFrameColumn("row", Enumerable.Range(1, 8)),
        new StringDataFrameColumn("procedure", ["p1", "p1", "p1", "p2", "p2", "p3", "p3", "p3"]),
        new StringDataFrameColumn("arm", ["A", "A", "A", "A", "A", "B", "B", "B"]),
        new DoubleDataFrameColumn("day", [-3, 7, 60, 0, 14, -40, 5, 120]),
        new StringDataFrameColumn("visit", ["base", "week 1", "month 2", "base", "week 1", "base", "week 1", "month 2"]),
        new DoubleDataFrameColumn("alt", [30, 130, 90, 100, 149, 20, 41, 900])).AnalysisSet("samples", key: "row", by: "arm");

    [Fact]
    public void Worst_grade_shift_and_window_by_hand()
    {
        LabGradeTable table = Visits().LabGrades([new LabMeasure(LabQuantity.Alt, "alt", "U/L") { Upper = 40 }],
            new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "procedure" });
        LabGradeRow[] rows = [.. table.Terms[0].Rows];
        Assert.Equal((0, 2, 2), (rows[0].BaselineGrade!.Value, rows[0].WorstGrade!.Value, rows[0].Measurements)); // 130 > 3 × 40
        Assert.Equal((1, 0), (rows[1].BaselineGrade!.Value, rows[1].WorstGrade!.Value)); // abnormal baseline 100: 149 < 1.5 × 100
        Assert.Null(rows[2].BaselineGrade); // 40 days before
        Assert.Equal((1, 1), (rows[2].WorstGrade!.Value, rows[2].Measurements)); // day 120 lies beyond the window
        Assert.Equal(1, table.Terms[0].WorsenedBy(2));
        Assert.Contains("CTCAE 5.0", table.ToString(), StringComparison.Ordinal);
        Assert.Contains("upper limit", Assert.Throws<ArgumentException>(
            () => Visits().LabGrades([new LabMeasure(LabQuantity.Alt, "alt", "U/L")],
                new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "procedure" })).Message, StringComparison.Ordinal);
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
        Assert.Contains("no row holds the baseline visit",
            Assert.Throws<ArgumentException>(() => Visits().ChangeFromBaseline("alt", "visit", "day 0", of: "procedure")).Message,
            StringComparison.Ordinal);
        Assert.Contains("two values", Assert.Throws<InvalidDataException>(
            () => Visits().ChangeFromBaseline("alt", "arm", "A", of: "procedure")).Message, StringComparison.Ordinal);
    }

    /// <summary>The synthetic cohort has two centres with units of their own, and a few units copied from the line above.</summary>
    private static AnalysisSet Long() => Import("labs.csv").AnalysisSet("values", key: "value_id", by: "treatment");

    private static DataFrame Import(string file)
    {
        string[][] rows = [.. File.ReadAllLines(Repository.Path("data-templates", "synthetic", file)).Select(l => l.Split(','))];
        return new DataFrame(
            rows[0].Select((name, j) => rows.Skip(1)
                .All(r => r[j].Length == 0 || double.TryParse(r[j], System.Globalization.CultureInfo.InvariantCulture, out _))
            ? (DataFrameColumn)new DoubleDataFrameColumn(name,
                rows.Skip(1)
                    .Select(r => r[j].Length == 0 ? (double?)null : double.Parse(r[j], System.Globalization.CultureInfo.InvariantCulture)))
            : new StringDataFrameColumn(name, rows.Skip(1).Select(r => r[j].Length == 0 ? null : r[j]))));
    }

    private static readonly LabTest[] Tests = [new(LabQuantity.Bilirubin, "bilirubin_total", "mg/dL"),
        new(LabQuantity.Albumin, "albumin", "g/L"), new(LabQuantity.Alt, "alt", "U/L")];

    [Fact]
    public void A_long_table_of_mixed_units_comes_into_one_unit_per_test()
    {
        LabValueTable values = Long().LabValues(Tests);
        string text = values.ToString();
        Assert.Contains("mg/dL 6", text, StringComparison.Ordinal);
        Assert.Contains("umol/L", text, StringComparison.Ordinal);
        Assert.Contains("Tests not asked for: platelets.", text, StringComparison.Ordinal);
        Assert.NotEmpty(values.Findings);
        Assert.All(values.Findings, f => Assert.True(
            f is { Column: "albumin", Unit: "g/dL" } && f.Message.Contains("fits g/L", StringComparison.Ordinal)));
        Assert.Contains("left out", text, StringComparison.Ordinal);
        double?[] bilirubin = [.. ((DoubleDataFrameColumn)values.Data["value"]).Zip(values.Data["test"].Cast<string>())
            .Where(x => x.Second == "bilirubin_total").Select(x => x.First)];
        Assert.All(bilirubin, v => Assert.InRange(v!.Value, 0.1, 12)); // 21 µmol/L is 1.2 mg/dL
        double?[] upper = [.. ((DoubleDataFrameColumn)values.Data["uln"]).Zip(values.Data["test"].Cast<string>())
            .Where(x => x.Second == "bilirubin_total").Select(x => x.First)];
        Assert.All(upper, v => Assert.InRange(v!.Value, 1.19, 1.24));
        DataFrame wide = values.Wide("patient_id", "treatment", "visit", "day");
        Assert.Equal(wide.Rows.Count, Long().Frame.Columns["patient_id"].Cast<string>().Zip(
            Long().Frame.Columns["visit"].Cast<string>()).Distinct().Count());
        Assert.Contains("two values of", Assert.Throws<InvalidDataException>(() => values.Wide("patient_id")).Message,
            StringComparison.Ordinal);
        Assert.Contains("no test 'gpt'", Assert.Throws<ArgumentException>(
            () => Long().LabValues([new(LabQuantity.Alt, "gpt", "U/L")])).Message, StringComparison.Ordinal);
        wide.Columns.Insert(0, new Int32DataFrameColumn("sample", Enumerable.Range(1, (int)wide.Rows.Count)));
        LabGradeTable grades = wide.AnalysisSet("samples", key: "sample", by: "treatment").LabGrades(
            [new LabMeasure(LabQuantity.Bilirubin, "bilirubin_total", "mg/dL") { UpperColumn = "bilirubin_total_uln" }],
            new LabGradeOptions { Version = CtcaeVersion.V5, Day = "day", Of = "patient_id" });
        Assert.Contains("Blood bilirubin increased: TARE", grades.ToString(), StringComparison.Ordinal);
        Assert.Equal(400, grades.Terms[0].Rows.Length);
    }

    [Fact]
    public void Change_by_group_needs_one_unit_and_shows_the_baseline_of_all()
    {
        AnalysisSet raw = Long().Where("test", "bilirubin_total");
        Assert.Contains("2 units (mg/dL, umol/L), which cannot be subtracted",
            Assert.Throws<InvalidDataException>(() => raw.ChangeFromBaseline("value", "visit", "baseline", of: "patient_id")).Message,
            StringComparison.Ordinal);
        AnalysisSet one = Long().LabValues(Tests).Data.AnalysisSet("values", key: "value_id", by: "treatment")
            .Where("test", "bilirubin_total");
        ChangeTable table = one.ChangeFromBaseline("value", "visit", "baseline", of: "patient_id",
            visits: ["baseline", "month 1", "month 3"]);
        Assert.Equal(["baseline", "baseline", "month 1", "month 1", "month 3", "month 3"], table.Rows.Select(r => r.Visit));
        Assert.Equal(400, table.Rows.Where(r => r.Visit == "baseline").Sum(r => r.N));
        ChangeRow late = table.Rows.Single(r => r is { Visit: "month 3", Group: "TARE" });
        Assert.True(late.Change!.Value.Median > 0 && late.SignedRankP < 0.001);
        Assert.Equal(table.Rows.Single(r => r is { Visit: "baseline", Group: "TARE" }).N, late.N + late.Missing);
        Assert.Contains("Baseline rows count every value", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_belong_to_the_procedure_before_them_and_may_be_the_baseline_of_the_next()
    {
        var labs = new DataFrame(
            new StringDataFrameColumn("patient_id", ["P1", "P1", "P1", "P1", "P2"]),
            new DateTimeDataFrameColumn("lab_date", [new(2020, 1, 1), new(2020, 1, 20), new(2020, 2, 25), new(2020, 6, 1),
                new(2020, 1, 1)]),
            new StringDataFrameColumn("test", Enumerable.Repeat("alt", 5)), new DoubleDataFrameColumn("value", [30, 40, 50, 60, 70]),
            new StringDataFrameColumn("unit", Enumerable.Repeat("U/L", 5)));
        var procedures = new DataFrame(new StringDataFrameColumn("procedure_id", ["b", "a"]),
            new StringDataFrameColumn("patient_id", ["P1", "P1"]),
            new DateTimeDataFrameColumn("procedure_date", [new(2020, 3, 1), new(2020, 1, 5)]));
        DataFrame found = LabSamples.Of(labs, procedures, 30);
        Assert.Equal(["a -4", "a 15", "a 51", "b -5", "b 92"],
            Enumerable.Range(0, 5).Select(i => $"{found["procedure_id"][i]} {found["day"][i]}").Order(StringComparer.Ordinal));
        Cohort cohort = Cohort.Load(Repository.Path("data-templates", "example"));
        AnalysisSet samples = cohort.LabSamples().AnalysisSet("values", key: "sample", patient: "patient_id");
        DataFrame wide = samples.LabValues(
            [new(LabQuantity.Bilirubin, "bilirubin_total", "mg/dL"), new(LabQuantity.Albumin, "albumin", "g/dL")]).Wide("procedure_id",
            "patient_id", "day");
        Assert.True(wide.Rows.Count >= 43);
    }

    [Fact(Timeout = 300_000)]
    public async Task Synthetic_cohort_is_what_its_generator_writes()
    {
        string folder = Path.Combine(Path.GetTempPath(), "synthetic-" + Guid.NewGuid().ToString("N"));
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("dotnet",
                ["run", Repository.Path("data-templates", "synthetic", "generate-synthetic.cs"), "--", folder])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
        foreach (string file in new[] { "patients.csv", "labs.csv" })
            Assert.Equal(File.ReadAllText(Repository.Path("data-templates", "synthetic", file)),
                File.ReadAllText(Path.Combine(folder, file)));
        Assert.Equal(400, Import("patients.csv").Rows.Count);
        Assert.Contains("No patient in these files exists", File.ReadAllText(Repository.Path("data-templates", "synthetic", "README.md")),
            StringComparison.Ordinal);
        Directory.Delete(folder, true);
    }
}
