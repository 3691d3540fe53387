using System.Globalization;
using NotebookKit.Response;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Tests.Response.Criteria;

/// <summary>Rules against the published tables and boundary cases.</summary>
public sealed class CriterionTests
{
    private static ResponseCategory Parse(string text)
    {
        Assert.True(ResponseCategoryNames.TryParse(text, out ResponseCategory category), text);
        return category;
    }

    [Fact]
    public void The_combination_table_is_the_published_one()
    {
        var rows = ResponseGolden.Read("overall_response_matrix.csv");
        Assert.Equal(120, rows.Count);
        foreach (ResponseCriterion criterion in new[] { ResponseCriterion.MRecist2010, ResponseCriterion.Recist11 })
        {
            string key(params string[] cells) =>
                string.Join(' ', cells.Select(c => ResponseCategoryNames.TryParse(c, out ResponseCategory r) ? r.Label() : c));
            var expected = rows.Where(r => (r["criterion"] == "mRECIST") == (criterion == ResponseCriterion.MRecist2010))
                .Select(r => key(r["target"], r["non_target"], r["new_lesion"], r["overall"]));
            Assert.Equal(expected.Order(), criterion.CombinationTable().Rows.Select(
                r => key([.. r.Cells.Take(4).Select(c => c.Text)])).Order());
        }
        foreach (var row in rows)
        {
            ResponseCriterion criterion = row["criterion"] == "mRECIST" ? ResponseCriterion.MRecist2010 : ResponseCriterion.Recist11;
            ResponseCategory found = criterion.ClassifyOverall(Parse(row["target"]), Parse(row["non_target"]), row["new_lesion"] == "Yes");
            Assert.True(found == Parse(row["overall"]), $"{string.Join(',', row.Values)}: found {found.Label()}");
        }
    }

    [Fact]
    public void Boundary_cases()
    {
        var rows = ResponseGolden.Read("target_boundary_cases.csv");
        Assert.Equal(6, rows.Count);
        var sticky = new ResponseOptions { StickyResponse = true };
        var fiveMm = new ResponseOptions { AbsoluteIncreaseMm = 5 };
        foreach (var row in rows)
        {
            decimal baseline = Number(row["baseline_sum_mm"]), sum = Number(row["current_sum_mm"]);
            decimal[] prior = [.. row["prior_followup_sums_mm"].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
            decimal nadir = prior.Append(baseline).Min();
            bool hadPartial = prior.Any(p => p <= 0.7m * baseline);
            string id = row["case_id"];
            Equal(row["expected_recist11"], ResponseCriterion.Recist11.ClassifyTarget(baseline, nadir, sum), id);
            Equal(row["expected_recist11_sticky_pr"],
                ResponseCriterion.Recist11.ClassifyTarget(baseline, nadir, sum, sticky, hadPartial), id);
            Equal(row["expected_mrecist_2010_no_5mm"], ResponseCriterion.MRecist2010.ClassifyTarget(baseline, nadir, sum), id);
            Equal(row["expected_mrecist_with_5mm"], ResponseCriterion.MRecist2010.ClassifyTarget(baseline, nadir, sum, fiveMm), id);
        }

        static void Equal(string expected, ResponseCategory found, string id) =>
            Assert.True(Parse(expected) == found, $"{id}: expected {expected}, found {found}");
        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    // No name of an option, a column or a function; every source named is written out below the table or in the line above it.
    [Fact]
    public void A_radiologist_can_read_the_rules()
    {
        foreach (ResponseCriterion criterion in new[] { ResponseCriterion.MRecist2010, ResponseCriterion.Recist11, ResponseCriterion.Easl,
            ResponseCriterion.Who, ResponseCriterion.Choi })
        {
            string printed = criterion.ToString();
            Assert.DoesNotMatch("[a-z0-9]_[a-z]|[A-Z][a-z]+[A-Z][a-z]|[(][)]|sticky|null", printed);
            string below = string.Join('\n', criterion.ToTable().Footnotes);
            foreach (string source in criterion.TargetRules.Select(r => r.Citation).Concat(criterion.NonTargetRules.Select(r => r.Citation))
                .Concat(criterion.OverallRules.Select(r => r.Citation)).Distinct())
            {
                string author = source.Split(' ', ',')[0];
                Assert.Contains(author, below, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData(14.0, 14.0, 9.8, "PR")] // exactly 70%; as doubles the change is −29.999999999999993%
    [InlineData(14.0, 14.0, 9.9, "SD")]
    [InlineData(27.0, 27.0, 32.4, "PD")] // exactly 120%
    [InlineData(27.0, 27.0, 32.3, "SD")]
    [InlineData(100.0, 100.0, 119.96, "SD")] // rounded to 0.1% it would be 120.0%
    [InlineData(100.0, 20.0, 24.0, "PD")] // still 76% below baseline
    [InlineData(100.0, 0.0, 1.0, "PD")]
    [InlineData(100.0, 50.0, 0.0, "CR")]
    public void MRecist_by_hand(double baseline, double nadir, double sum, string expected) =>
        Assert.Equal(Parse(expected), ResponseCriterion.MRecist2010.ClassifyTarget((decimal)baseline, (decimal)nadir, (decimal)sum));

    [Theory]
    [InlineData(20.0, 20.0, 24.0, "SD")] // +20% but +4 mm
    [InlineData(25.0, 25.0, 30.0, "PD")]
    public void Recist_needs_5_mm(double baseline, double nadir, double sum, string expected) =>
        Assert.Equal(Parse(expected), ResponseCriterion.Recist11.ClassifyTarget((decimal)baseline, (decimal)nadir, (decimal)sum));

    [Theory]
    [InlineData(400, 400, 200, "PR")]
    [InlineData(400, 400, 201, "SD")]
    [InlineData(400, 400, 500, "PD")]
    [InlineData(400, 400, 499, "SD")]
    [InlineData(400, 100, 125, "PD")]
    [InlineData(400, 100, 124, "PR")]
    [InlineData(400, 0, 1, "PD")]
    [InlineData(400, 100, 0, "CR")]
    public void Products(int baseline, int nadir, int sum, string expected)
    {
        Assert.Equal(Parse(expected), ResponseCriterion.Easl.ClassifyTarget(baseline, nadir, sum));
        Assert.Equal(Parse(expected), ResponseCriterion.Who.ClassifyTarget(baseline, nadir, sum));
    }

    [Theory]
    [InlineData(100, 100, 90, 60, 60, "PR")]
    [InlineData(100, 100, 91, 60, 60, "SD")]
    [InlineData(100, 100, 100, 60, 51, "PR")] // −15% attenuation
    [InlineData(100, 100, 110, 60, 60, "PD")]
    [InlineData(100, 100, 110, 60, 51, "PR")] // growth, but a response by attenuation
    [InlineData(100, 100, 100, 60, null, "NE")]
    [InlineData(100, 100, 110, 60, null, "NE")]
    [InlineData(100, 100, 85, 60, null, "PR")]
    public void Choi(int baseline, int nadir, int sum, int attenuationBefore, int? attenuation, string expected)
    {
        var state = new TargetState
        {
            Targets = 1, Evaluated = 1, Baseline = baseline, Nadir = nadir, Sum = sum, NonNodalSum = sum, NodesNormal = true,
            BaselineAttenuation = attenuationBefore, Attenuation = attenuation,
            PartialResponseRatio = ResponseCriterion.Choi.PartialResponseRatio, ProgressionRatio = ResponseCriterion.Choi.ProgressionRatio,
        };
        Assert.Equal(Parse(expected), ResponseCriterion.Choi.TargetRule(state).Category);
    }

    [Fact]
    public void A_criterion_prints_its_rules_in_order()
    {
        string text = ResponseCriterion.MRecist2010.ToString();
        Assert.Contains("mRECIST (Lencioni & Llovet 2010)", text);
        Assert.Contains("not the mouse xenograft criterion", text);
        Assert.Contains("the sum has fallen by at least 30% from baseline", text);
        Assert.Contains("an effusion, new or larger, counts only when cytology has proven it malignant", text);
        Assert.Contains("hilar nodes 20 mm", text);
        Assert.DoesNotContain("≤", text); // words, no formulas
        Assert.True(text.IndexOf("grown by at least 20%", StringComparison.Ordinal) < text.IndexOf("fallen by at least 30%",
            StringComparison.Ordinal), "progression is tested before partial response");
    }
}
