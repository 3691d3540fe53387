using System.Globalization;
using NotebookKit.Response;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Tests.Response.Criteria;

/// <summary>Sequence rules against the published test suites and RECIST 1.1 table 3.</summary>
public sealed class BestResponseTests
{
    private static readonly ILookup<string, DatedResponse> Assessments = ResponseGolden.Read("bor_cases_assessments.csv")
        .ToLookup(r => r["case_id"], r => new DatedResponse(Date(r["date"])!.Value, Parse(r["response"])));

    public static TheoryData<string> Cases => new(ResponseGolden.Read("bor_cases_expected.csv").Select(r => r["case_id"]));

    [Theory, MemberData(nameof(Cases))]
    public void Published_cases(string id)
    {
        var row = ResponseGolden.Read("bor_cases_expected.csv").Single(r => r["case_id"] == id);
        var options = new BestResponseOptions
        {
            ConfirmationDays = Int(row["ref_confirm_days"]),
            MaxNotEvaluableBetween = Int(row["max_ne_between"]) ?? 1,
            AcceptOneStableDisease = row["accept_one_sd_for_pr"] == "TRUE",
            StableDiseaseMinimumDays = Int(row["ref_start_window_days"]) ?? 0,
            MissingAsNotEvaluable = row["missing_as_ne"] == "TRUE",
            UntilProgression = row["truncate_at_first_pd"] == "TRUE",
            UnconfirmedIsNotEvaluable = true,
        };
        DateOnly reference = Date(row["ref_date"])!.Value;
        DateOnly? progression = Date(row["first_pd_date"]), expectedDate = Date(row["expected_date"]);
        switch (row["endpoint"])
        {
            case "BOR" or "CBOR":
                BestResponseResult best = BestResponse.Classify(Assessments[id], reference, options, progression);
                Assert.Equal(row["expected"] == "MISSING" ? ResponseCategory.NA : Parse(row["expected"]), best.Response);
                Assert.Equal(expectedDate, best.Date);
                break;
            case "RSP" or "CRSP":
                Assert.Equal(expectedDate, BestResponse.FirstResponse(Assessments[id], options, progression));
                Assert.Equal(row["expected"] == "Y", expectedDate is not null);
                break;
            case "CB":
                ResponseCategory[] benefits = [.. row["clinical_benefit_values"].Split('|').Select(Parse)];
                Assert.Equal(expectedDate, BestResponse.ClinicalBenefit(Assessments[id], reference, benefits, options, progression));
                break;
            default:
                Assert.Fail(row["endpoint"]);
                break;
        }
    }

    [Fact]
    public void All_published_cases_are_there() => Assert.Equal(27, Cases.Count);

    [Fact]
    public void Recist_table_3()
    {
        var rows = ResponseGolden.Read("bor_confirmation_table_recist11.csv");
        Assert.Equal(11, rows.Count);
        foreach (var row in rows)
        {
            var pair = (First: Parse(row["first_timepoint"]), Next: Parse(row["subsequent_timepoint"]));
            string what = $"{pair.First} then {pair.Next}";
            Assert.True(Parse(row["bor_if_sd_minimum_met"]) == Best(pair.First, pair.Next, minimum: 10), what + ", SD minimum met");
            Assert.True(Parse(row["bor_if_sd_minimum_not_met"]) == Best(pair.First, pair.Next, minimum: 100),
                what + ", SD minimum not met");
        }

        static ResponseCategory Best(ResponseCategory first, ResponseCategory next, int minimum) => BestResponse.Classify(
            [new(TestPatient.Day(10), first), new(TestPatient.Day(40), next)], TestPatient.Day0,
            new BestResponseOptions { ConfirmationDays = 28, StableDiseaseMinimumDays = minimum }).Response;
    }

    [Fact]
    public void An_early_response_counts_but_early_stable_disease_does_not()
    {
        Assert.Equal(ResponseCategory.PR, BestResponse.Classify([new(TestPatient.Day(5), ResponseCategory.PR)], TestPatient.Day0).Response);
        Assert.Equal(ResponseCategory.NE, BestResponse.Classify([new(TestPatient.Day(41), ResponseCategory.SD)],
            TestPatient.Day0).Response);
        Assert.Equal(ResponseCategory.SD, BestResponse.Classify([new(TestPatient.Day(42), ResponseCategory.SD)],
            TestPatient.Day0).Response);
    }

    [Fact]
    public void Responses_after_new_therapy_or_progression_do_not_count()
    {
        DatedResponse[] sequence = [new(TestPatient.Day(50), ResponseCategory.SD), new(TestPatient.Day(90), ResponseCategory.PR)];
        Assert.Equal(ResponseCategory.PR, BestResponse.Classify(sequence, TestPatient.Day0).Response);
        Assert.Equal(ResponseCategory.SD, BestResponse.Classify(sequence, TestPatient.Day0, newTherapy: TestPatient.Day(60)).Response);
        Assert.Equal(ResponseCategory.SD, BestResponse.Classify(sequence, TestPatient.Day0, progression: TestPatient.Day(60)).Response);
    }

    [Fact]
    public void The_worst_of_two_calls_on_one_day_counts() =>
        Assert.Equal(ResponseCategory.SD, BestResponse.Classify(
            [new(TestPatient.Day(50), ResponseCategory.PR), new(TestPatient.Day(50), ResponseCategory.SD)], TestPatient.Day0).Response);

    private static ResponseCategory Parse(string text)
    {
        Assert.True(ResponseCategoryNames.TryParse(text, out ResponseCategory category), text);
        return category;
    }

    private static int? Int(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static DateOnly? Date(string text) =>
        text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
