using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival.Expected;
using static NotebookKit.Tests.Survival.CompetingRisks.ExtendedCompetingRisksTests;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Expected;

/// <summary>Person-years and relative survival: generate.R beside the values.</summary>
public sealed class ExpectedTests
{
    private const double Printed = 1e-11; // the R values carry 15 digits

    private static readonly JsonElement R = Load("expected", "values.json");

    private static DataFrame Table(string name) =>
        Read(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "expected", name + ".csv"));

    [Theory, InlineData(false), InlineData(true)]
    public void Person_years_events_and_expected_deaths(bool late)
    {
        PersonYearsTable table = Table("cohort")
            .PersonYears("days", "dead", Table("rates"), by: "g", options: new() { Entry = late ? "entry" : null });
        JsonElement expected = R.GetProperty(late ? "late" : "pyears");
        DataFrame frame = table.ToDataFrame();
        Near(expected.Column("py"), [.. frame["person_years"].Cast<double?>()], "person-years", Printed);
        Near(expected.Column("expected"), [.. frame["expected"].Cast<double?>()], "expected", Printed);
        Assert.Equal(expected.Column("event"), frame["events"].Cast<int>().Select(e => (double?)e));
        if (!late) Assert.Equal(expected.Column("n"), frame["n"].Cast<int>().Select(e => (double?)e));
        Near((double)frame["events"].Cast<int>().First() / (double)frame["expected"][0], (double?)frame["ratio"][0], "ratio");
    }

    [Fact]
    public void Bands_of_attained_age()
    {
        DataFrame frame = Table("cohort").PersonYears("days", "dead", Table("rates"), by: "g", options: new() { AgeBands = [60, 70, 80] })
            .ToDataFrame();
        JsonElement expected = R.GetProperty("bands");
        string[] bands = ["<60", "60 to <70", "70 to <80", "≥80"];
        for (int b = 0; b < 4; b++)
            for (int g = 0; g < 2; g++)
            {
                int row = Enumerable.Range(0, (int)frame.Rows.Count)
                    .Single(i => (string)frame["age"][i] == bands[b] && (string)frame["group"][i] == "ab"[g].ToString());
                Near(expected.GetProperty("py")[b][g].GetDouble(), (double)frame["person_years"][row], "person-years", Printed);
                Near(expected.GetProperty("expected")[b][g].GetDouble(), (double)frame["expected"][row], "expected", Printed);
                Assert.Equal(expected.GetProperty("event")[b][g].GetInt32(), (int)frame["events"][row]);
            }
    }

    [Theory, InlineData("ederer1", false), InlineData("ederer2", true)]
    public void Expected_and_relative_survival(string kind, bool conditional)
    {
        double[] times = [.. R.GetProperty("times").EnumerateArray().Select(t => t.GetDouble())];
        DataFrame frame = Table("cohort").RelativeSurvival("days", "dead", Table("rates"), times, by: "g",
            options: new() { Conditional = conditional }).ToDataFrame();
        JsonElement km = R.GetProperty("km");
        for (int g = 0; g < 2; g++)
            for (int t = 0; t < times.Length; t++)
            {
                int row = g * times.Length + t;
                double expected = R.GetProperty(kind)[t][g].GetDouble(), observed = km.GetProperty("surv")[row].GetDouble();
                Near(expected, (double)frame["expected"][row], "expected", Printed);
                Near(observed, (double)frame["observed"][row], "observed", Printed);
                Near(observed / expected, (double)frame["relative"][row], "relative", Printed);
                Near(km.GetProperty("se")[row].GetDouble() / expected, (double)frame["se"][row], "se", Printed);
            }
    }

    [Fact]
    public void By_hand_a_person_who_grows_older()
    {
        // ten years from 59.5 on: half a year at 0.01, then 9.5 at 0.02
        var rates = new DataFrame(new DoubleDataFrameColumn("age", [50, 60.0]), new DoubleDataFrameColumn("rate", [0.01, 0.02]));
        var person = new DataFrame(new DoubleDataFrameColumn("t", [10, 10.0]), new DoubleDataFrameColumn("d", [1, 0.0]),
            new DoubleDataFrameColumn("age", [59.5, 59.5]));
        var options = new ExpectedOptions { UnitsPerYear = 1 };
        DataFrame years = person.PersonYears("t", "d", rates, options: options).ToDataFrame();
        Assert.Equal((20.0, 2 * 0.195), ((double)years["person_years"][0], Math.Round((double)years["expected"][0], 12)));
        DataFrame relative = person.RelativeSurvival("t", "d", rates, [5.0], options: options).ToDataFrame();
        Assert.Equal(Math.Exp(-0.005 - 0.09), (double)relative["expected"][0], 12);
        Assert.Contains("no column 'year'", Assert.Throws<ArgumentException>(
            () => person.PersonYears("t", "d", Table("rates"), options: options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Person_years_alone_need_no_rates()
    {
        PersonYearsTable table = Table("cohort").PersonYears("days", "dead", by: "g");
        Near(R.GetProperty("pyears").Column("py"), [.. table.ToDataFrame()["person_years"].Cast<double?>()], "person-years", Printed);
        Assert.DoesNotContain("Expected", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_rates_that_does_not_fit_is_refused_and_ages_beyond_it_are_noted()
    {
        DataFrame cohort = Table("cohort"), rates = Table("rates");
        string Fault(DataFrame table, ExpectedOptions? options = null) =>
            Assert.Throws<ArgumentException>(() => cohort.PersonYears("days", "dead", table, options: options)).Message;
        Assert.Contains("no column 'hazard'", Fault(rates, new() { Rate = "hazard" }), StringComparison.Ordinal);
        Assert.Contains("cells", Fault(rates.First(100)), StringComparison.Ordinal);
        Assert.Contains("has no 'male'", Fault(rates.Where("sex", "female")), StringComparison.Ordinal);
        DataFrame negative = rates.First((int)rates.Rows.Count);
        negative["rate"][3] = -1.0;
        Assert.Contains("found rate -1", Fault(negative), StringComparison.Ordinal);
        DataFrame young = cohort.First(20);
        young["age"][0] = 30.0;
        Assert.Contains("1 rows reach ages or years beyond the table of rates", young.PersonYears("days", "dead", rates).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_gives_its_groups_and_patients()
    {
        DataFrame cohort = Table("cohort");
        cohort.Columns.Add(new StringDataFrameColumn("patient", Enumerable.Range(0, (int)cohort.Rows.Count).Select(i => $"P{i / 2}")));
        AnalysisSet set = AnalysisSet.OfRows(cohort, "g", "patient", "procedures");
        Assert.Contains("clusters do not enter", set.PersonYears("days", "dead", Table("rates")).ToString(), StringComparison.Ordinal);
        ExpectedSurvivalEstimate relative = set.RelativeSurvival("days", "dead", Table("rates"), [1000]);
        Assert.Equal((45, "procedures"), (relative.Clusters, relative.Unit));
    }
}
