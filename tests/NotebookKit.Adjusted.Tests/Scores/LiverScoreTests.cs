using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Scores;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Tests.Scores;

public sealed class LiverScoreTests
{
    private static LiverScoreTable Table(GoldenTable table)
    {
        DataFrame frame = (table with { Levels = new Dictionary<string, string[]> { ["sex"] = [], ["ascites"] = [] } }).ToFrame();
        return frame.AnalysisSet("patients", key: "case").LiverScores(new LiverScoreColumns
        {
            Bilirubin = ("bilirubin_mg_dl", "mg/dL"), Albumin = ("albumin_g_dl", "g/dL"), Platelets = ("platelets_10e9_l", "10^9/L"),
            Inr = "inr", Creatinine = ("creatinine_mg_dl", "mg/dL"),
            Sodium = ("sodium_mmol_l", "mmol/L"), Ast = ("ast_u_l", "U/L"), Alt = ("alt_u_l", "U/L"), AstUpperLimit = 40,
            Neutrophils = ("neutrophils_10e9_l", "10^9/L"), Lymphocytes = ("lymphocytes_10e9_l", "10^9/L"),
            Afp = ("afp_ng_ml", "ng/mL"), LargestTumour = ("largest_cm", "cm"), Tumours = "tumours", Age = "age", Sex = "sex",
            Ascites = "ascites", Encephalopathy = "encephalopathy_grade", Dialysis = "dialysis",
        });
    }

    [Fact]
    public void Every_score_equals_its_published_formula()
    {
        GoldenTable golden = Golden.Table("liver_scores.csv");
        LiverScoreTable found = Table(golden);
        Assert.Empty(found.Findings);
        foreach ((string ours, string theirs) in new[] { ("albi", "albi"), ("palbi", "palbi"), ("ez_albi", "ez_albi"),
            ("child_pugh_points", "child_pugh_points"), ("meld", "meld"), ("meld_na", "meld_na_optn2016"), ("meld_3", "meld_3"),
            ("fib4", "fib4"), ("nlr", "nlr"), ("plr", "plr"), ("sii", "sii"), ("hap_points", "hap_points"),
            ("tumour_burden_score", "tumour_burden_score") })
            Golden.Near(golden.Numbers(theirs), found[ours].Numbers, 1e-9, ours);
        foreach (string grade in new[] { "albi_grade", "malbi_grade", "palbi_grade", "ez_albi_grade", "child_pugh_class", "hap_class",
            "six_and_twelve", "up_to_seven" })
            Assert.Equal(golden.Texts(grade), found[grade].Values);
        double[] bilirubin = golden.Numbers("bilirubin_umol_l"), creatinine = golden.Numbers("creatinine_umol_l"),
            inr = golden.Numbers("inr"), sodium = golden.Numbers("sodium_mmol_l"), dialysis = golden.Numbers("dialysis"),
            albumin = golden.Numbers("albumin_g_l");
        Golden.Near(golden.Numbers("six_and_twelve_sum"),
            golden.Numbers("largest_cm").Zip(golden.Numbers("tumours"), (s, n) => (double?)(s + n)), 1e-9, "sum");
        foreach ((string to, string from, LabQuantity quantity, string unit)
            in new[] { ("bilirubin_umol_l", "bilirubin_mg_dl", LabQuantity.Bilirubin, "mg/dL"),
                ("albumin_g_l", "albumin_g_dl", LabQuantity.Albumin, "g/dL"),
                ("creatinine_umol_l", "creatinine_mg_dl", LabQuantity.Creatinine, "mg/dL") })
            Golden.Near(golden.Numbers(to), golden.Numbers(from).Select(v => (double?)(v * LabUnits.Factor(quantity, unit))), 1e-9, to);
        for (int i = 0; i < golden.Count; i++)
        {
            double mild = LiverScore.MeldSodium2008Raw(bilirubin[i], inr[i], creatinine[i], sodium[i], dialysis[i] == 1);
            Golden.Near(golden.Numbers("meld_na_2008_raw")[i], mild, 1e-9, "MELD-Na 2008");
            Assert.Equal(Math.Clamp(Math.Round(mild, MidpointRounding.AwayFromZero), 6, 40), found["meld_na_2008"].Numbers[i]);
            Golden.Near(golden.Numbers("meld_raw")[i], LiverScore.MeldRaw(bilirubin[i], inr[i], creatinine[i], dialysis[i] == 1), 1e-9,
                "MELD raw");
            Golden.Near(golden.Numbers("meld_i_optn2016")[i], LiverScore.MeldInitial(bilirubin[i], inr[i], creatinine[i], dialysis[i] == 1),
                1e-9, "MELD(i)");
            Golden.Near(golden.Numbers("meld_3_raw")[i],
                LiverScore.Meld3Raw(bilirubin[i], inr[i], creatinine[i], sodium[i], albumin[i], golden.Texts("sex")[i] == "F",
                    dialysis[i] == 1), 1e-9, "MELD 3 raw");
            Golden.Near(golden.Numbers("apri")[i], LiverScore.Apri(golden.Numbers("ast_u_l")[i], golden.Numbers("ast_uln")[i],
                golden.Numbers("platelets_10e9_l")[i]), 1e-9, "APRI");
        }
    }

    [Fact]
    public void A_value_that_fits_another_unit_is_a_finding_and_enters_no_score()
    {
        var frame = new DataFrame(new StringDataFrameColumn("id", ["a", "b", "c", "d"]),
            new DoubleDataFrameColumn("bili", [1.0, 17, -1, null]), new DoubleDataFrameColumn("alb", [40, 4.0, 40, 40]));
        LiverScoreTable found = frame.AnalysisSet("patients", key: "id")
            .LiverScores(new LiverScoreColumns { Bilirubin = ("bili", "mg/dL"), Albumin = ("alb", "g/L") });
        Assert.Equal(["alb", "bili"], found.Findings.Select(f => f.Column).Order());
        Assert.Contains(found.Findings, f => f is { Column: "alb", Row: 3 } && f.Message.Contains("fits g/dL", StringComparison.Ordinal));
        Assert.Contains(found.Findings, f => f is { Column: "bili", Row: 4, Message: "negative" });
        Assert.Equal([true, false, false, false], found["albi"].Numbers.Select(v => v is not null));
        Assert.Contains("fits g/dL", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("expected µmol/L or mg/dL",
            Assert.Throws<ArgumentException>(() => frame.AnalysisSet("patients", key: "id")
                .LiverScores(new LiverScoreColumns { Bilirubin = ("bili", "g"), Albumin = ("alb", "g/L") })).Message,
                StringComparison.Ordinal);
        Assert.Contains("none has all its columns",
            Assert.Throws<ArgumentException>(() => frame.AnalysisSet("patients", key: "id")
                .LiverScores(new LiverScoreColumns { Albumin = ("alb", "g/L") })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2.0, 1, false, "A", 0, "0")]
    [InlineData(2.1, 1, false, "A", 0, "A")]
    [InlineData(9, 1, false, "B", 0, "A")]
    [InlineData(3, 3, false, "A", 0, "A")]
    [InlineData(3.1, 3, false, "A", 0, "B")]
    [InlineData(3, 4, false, "A", 0, "B")]
    [InlineData(3, 4, true, "A", 0, "C")]
    [InlineData(1, 1, false, "A", 1, "C")]
    [InlineData(1, 1, false, "C", 0, "D")]
    [InlineData(1, 1, true, "A", 3, "D")]
    public void Stages_of_BCLC_2022(double size, int number, bool spread, string childPugh, int ecog, string stage) =>
        Assert.Equal(stage, LiverScore.Bclc(size, number, spread, childPugh, ecog));

    [Fact]
    public void Bounds_count_at_ten_digits() => Assert.Equal(1, LiverScore.AlbiGrade(-2.60 + 1e-12));
}
