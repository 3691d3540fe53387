using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Responders;
using NotebookKit.Response;
using NotebookKit.Response.Criteria;
using NotebookKit.Survival.Cox;

namespace NotebookKit.Adjusted.Tests.Responders;

public sealed class ResponseSurvivalTests
{
    private static ImmutableArray<PatientResponse> Lung()
    {
        GoldenTable table = Golden.Table("lung_response.csv");
        double[] time = table.Numbers("time"), status = table.Numbers("status"), scan = table.Numbers("scan"),
            known = table.Numbers("known");
        static int? Day(double d) => double.IsNaN(d) ? null : (int)d;
        return [.. table.Texts("id").Select((id, i) => new PatientResponse(id, (int)time[i], status[i] == 1, Day(scan[i]), Day(known[i])))];
    }

    private static DataFrame Ages()
    {
        GoldenTable table = Golden.Table("lung_response.csv");
        return new DataFrame(new StringDataFrameColumn("patient_id", table.Texts("id")),
            new DoubleDataFrameColumn("age", table.Numbers("age")));
    }

    [Fact]
    public void Both_analyses_equal_R()
    {
        JsonElement e = Golden.Load("responders.json");
        ResponseSurvival found = ResponseSurvival.Of(Lung(), e.Number("landmark_months"), Ages(), ResponseScope.Overall);
        var curves = new[] { ResponseSurvival.NotResponded, ResponseSurvival.Responded }.Select(
            g => found.Curves.Curves.Single(c => c.Group == g)).ToArray();
        Assert.Equal(e.Numbers("n"), curves.Select(c => (double)c.N));
        Assert.Equal(e.Numbers("deaths"), curves.Select(c => c.EventTotal));
        Golden.Near(e.Numbers("median"), curves.Select(c => c.Median.Estimate), 1e-12, "median");
        Golden.Near(e.Number("logrank_chisq"), found.LogRank!.ChiSquare, 1e-10, "log-rank");
        Golden.Near(e.Number("logrank_p"), found.LogRank.P, 1e-10, "log-rank P");
        Check(e.GetProperty("landmark_cox"), found.LandmarkModel!);
        Check(e.GetProperty("time_dependent"), found.TimeDependent!);
        Check(e.GetProperty("time_dependent_age"), found.Intervals.Cox("Surv(entry, exit, death) ~ responded + age"));
        Assert.Equal(e.Number("intervals"), found.Intervals.Rows.Count);
        Assert.Equal(new[] { "died_before", "censored_before", "not_judged" }.Select(k => (int)e.Number(k)).Where(n => n > 0),
            found.Excluded.Select(x => x.Count));
        string text = found.ToString();
        Assert.Contains(FormattableString.Invariant($"{e.Numbers("person_months")[1]:F0} ({e.Numbers("deaths_by_state")[1]:0})"), text,
            StringComparison.Ordinal);
        Assert.Contains("by construction those who lived to respond", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Guarantee-time bias", found.Curves.ToString(), StringComparison.Ordinal);
        Assert.Equal(curves.Sum(c => c.N), found.Landmark.N);
        Assert.NotNull(found.Landmark.CoxTable("Surv(months, death) ~ at_landmark + age").Multivariable);

        static void Check(JsonElement e, CoxFit fit)
        {
            Golden.Near(e.Number("coef"), fit.Coefficients[0].Estimate, 1e-9, "coef");
            Golden.Near(e.Number("se"), fit.Coefficients[0].StandardError, 1e-9, "se");
            Golden.Near([e.Number("hr"), e.Number("lower"), e.Number("upper")],
                [fit.Coefficients[0].HazardRatio, fit.Coefficients[0].Lower, fit.Coefficients[0].Upper], 1e-9, "hr");
            Golden.Near(e.Number("p"), fit.Coefficients[0].P, 1e-9, "p");
        }
    }

    [Fact]
    public void Response_counts_from_the_scan_that_made_it_known()
    {
        Cohort cohort = Cohort.Load(Repository.Path("data-templates", "example"));
        ResponseSurvival plain = cohort.ResponseAndSurvival(ResponseScope.Hepatic, 3);
        ResponseSurvival confirmed = cohort.ResponseAndSurvival(ResponseScope.Hepatic, 3,
            new ResponseOptions { Best = new BestResponseOptions { ConfirmationDays = 28 } });
        double Responded(ResponseSurvival s) => s.Intervals.Columns["responded"].Cast<int>().Sum();
        Assert.True(Responded(confirmed) < Responded(plain));
        Assert.Equal(cohort.OverallSurvival().ToDataFrame().Rows.Count, s_patients(plain));
        Assert.Contains("Landmark at 3 months", plain.ToString(), StringComparison.Ordinal);
        // every patient's last row ends at death or last contact, and nobody has responded before the first scan
        DataFrame rows = plain.Intervals;
        for (int i = 0; i < rows.Rows.Count; i++) Assert.True((double)rows["entry"][i] < (double)rows["exit"][i]);
        Assert.Contains("sex", rows.Columns.Select(c => c.Name));

        static int s_patients(ResponseSurvival s) => s.Intervals.Columns["patient_id"].Cast<string>().Distinct().Count();
    }

    [Fact]
    public void One_group_no_deaths_and_a_landmark_beyond_everybody_are_said()
    {
        PatientResponse[] all = [new("a", 200, true, 30, 30), new("b", 300, false, 30, 60), new("c", 400, true, 35, 50)];
        ResponseSurvival one = ResponseSurvival.Of([.. all], 3, null, ResponseScope.Local);
        Assert.Null(one.LogRank);
        Assert.Null(one.LandmarkModel);
        Assert.Contains("all 3 patients are in one group (CR or PR)", one.ToString(), StringComparison.Ordinal);
        ResponseSurvival none = ResponseSurvival.Of([.. all.Select(p => p with { IsDeath = false, Known = null })], 3, null,
            ResponseScope.Local);
        Assert.Null(none.TimeDependent);
        Assert.Contains("NE", none.ToString(), StringComparison.Ordinal);
        Assert.Contains("earlier landmark", Assert.Throws<ArgumentException>(
            () => ResponseSurvival.Of([.. all], 24, null, ResponseScope.Local)).Message, StringComparison.Ordinal);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(
            () => ResponseSurvival.Of([.. all], 0, null, ResponseScope.Local)).Message, StringComparison.Ordinal);
        // a response found on the day of death or later changes nothing; one late responder is named
        ResponseSurvival late =
            ResponseSurvival.Of([new("a", 200, true, 30, 200), new("b", 300, true, 30, 250), new("c", 400, true, 35, 50)], 3, null,
                ResponseScope.Local);
        Assert.Equal(5, late.Intervals.Rows.Count);
        Assert.Contains("2 patients responded after the landmark", late.ToString(), StringComparison.Ordinal);
    }
}
