using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.EndPoints;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Clustered;
using NotebookKit.Tables;
using NotebookKit.Tables.Groups;
using NotebookKit.Tables.Responses;

namespace NotebookKit.Tests.Tables;

public sealed class ResponseComparisonTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    private static DataFrame Response => Example.AssessResponse().At(1).ToDataFrame()
        .AddColumnsFrom(Example.Patients.Recode("who_grade", "tumor", ("G3", "NET"), ("NEC", "NEC")), "patient_id", "tumor")
        .AddColumnsFrom(Example.Procedures, "procedure_id", "modality");

    private static ResponseComparison Compare(ResponseComparisonOptions? options = null) =>
        Response.CompareResponse("local_response", "tumor", "patient_id", "procedures", options ?? new() { GroupOrder = ["NET", "NEC"] });

    [Fact]
    public void Every_P_of_the_founding_cohort_stands_side_by_side()
    {
        ResponseComparison comparison = Compare();
        Assert.Equal([(18, 30), (4, 13)], comparison["Fisher exact"].Counts);
        (string Name, double P)[] published =
            [("Fisher exact", 0.1040), ("Fisher exact, doubled", 0.1521), ("Fisher mid-P", 0.0933), ("Boschloo exact", 0.0889),
                ("Pearson chi-square", 0.0782)];
        foreach ((string name, double p) in published) Assert.Equal(p, comparison[name].Result.P!.Value, 0.00005);
        Assert.Equal(
            ["Fisher exact", "Fisher exact, doubled", "Fisher mid-P", "Boschloo exact", "Pearson chi-square", "Permutation of patients",
                "Donner", "Rao-Scott", "GEE, independence", "GEE, exchangeable",
                "GEE, exchangeable, few patients", "Fisher exact, first of the procedures", "Fisher exact, any of the procedures"],
            comparison.Tests.Select(t => t.Name));
        Assert.All(comparison.Tests, t => Assert.NotNull(t.Result.P));
        Assert.Equal(26, comparison.Clusters);
        Assert.Equal([(0.6, 18.0 / 30 - 4.0 / 13)], [(comparison.Rates[0].Rates[0].Value!.Value, comparison.Effects[0].Value!.Value)]);
    }

    [Fact]
    public void The_short_table_has_three_rows_and_the_reason_for_its_test()
    {
        ResponseComparison comparison = Compare(new() { GroupOrder = ["NET", "NEC"], Brief = true });
        SummaryTable table = comparison.ToTable();
        Assert.Equal(["Of all procedures, all evaluable", "Difference, Newcombe", "Permutation of patients"],
            table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal("0.059", table.Rows[2].Cells[4].Text);
        Assert.Contains("Permutation of patients: several procedures of one patient are not independent, and no large sample is needed.",
            table.Footnotes);
        SummaryTable alone = Response.CompareResponse("local_response", "tumor", null, "procedures", comparison.Options).ToTable();
        Assert.Equal("Fisher exact", alone.Rows[2].Cells[0].Text);
        Assert.Contains("Fisher's exact test: it holds its level however few rows there are.", alone.Footnotes);
    }

    [Fact]
    public void The_clustered_tests_see_the_rows_of_the_frame()
    {
        DataFrame frame = Response;
        bool[] events = [.. frame["local_responder"].Cast<int>().Select(r => r == 1)];
        int[] groups = [.. frame["tumor"].Cast<string>().Select(t => t == "NET" ? 0 : 1)];
        string[] patients = [.. frame["patient_id"].Cast<string>()];
        int[] clusters = [.. patients.Select(p => Array.IndexOf(patients, p))];
        ResponseComparison comparison = Compare();
        Assert.Equal(ClusteredTest.Proportions(events, groups, clusters).P, comparison["Permutation of patients"].Result.P);
        Assert.Equal(ClusteredChiSquare.Donner(events, groups, clusters).P, comparison["Donner"].Result.P);
        Assert.Equal(ClusteredChiSquare.RaoScott(events, groups, clusters).P, comparison["Rao-Scott"].Result.P);
        Assert.Equal(GeeLogistic.Test(events, groups, clusters).P, comparison["GEE, exchangeable"].Result.P);
        Assert.NotEqual(comparison["GEE, exchangeable"].Result.P, comparison["GEE, exchangeable, few patients"].Result.P);
        Assert.Equal([20, 6], comparison["Fisher exact, any of the procedures"].Counts.Select(c => c.N));
        Assert.Equal(("patients", "procedures"), (comparison["Donner"].Independent, comparison["Donner"].Unit));
        Assert.All(comparison.Tests.Where(t => t.Name.Contains("of the", StringComparison.Ordinal)), t => Assert.Equal("patients", t.Unit));
    }

    [Fact]
    public void First_and_any_of_a_patient()
    {
        DataFrame frame = new(
            new StringDataFrameColumn("r", ["SD", "PR", "PR", "PR", "SD", "SD"]),
            new StringDataFrameColumn("g", ["a", "a", "a", "b", "b", "b"]),
            new StringDataFrameColumn("id", ["1", "1", "2", "3", "3", "4"]));
        ResponseComparison comparison = frame.CompareResponse("r", "g", "id", "scans");
        Assert.Equal([(1, 2), (1, 2)], comparison["Fisher exact, first of the scans"].Counts);
        Assert.Equal([(2, 2), (1, 2)], comparison["Fisher exact, any of the scans"].Counts);
    }

    [Fact]
    public void Both_denominators_are_shown_and_the_tests_say_theirs()
    {
        DataFrame frame = new(
            new StringDataFrameColumn("r", ["PR", "PR", "NE", "SD", "SD", null, "CR", "PD"]),
            new StringDataFrameColumn("g", ["a", "a", "a", "a", "b", "b", "b", "b"]));
        ResponseComparison all = frame.CompareResponse("r", "g", unit: "lesions"),
            evaluable = frame.CompareResponse("r", "g", unit: "lesions", options: new() { EvaluableOnly = true });
        Assert.Equal([(2, 4), (1, 4)], all.Rates[0].Counts);
        Assert.Equal([(2, 3), (1, 3)], all.Rates[1].Counts);
        Assert.Equal([(2, 4), (1, 4)], all["Fisher exact"].Counts);
        Assert.Equal([(2, 3), (1, 3)], evaluable["Fisher exact"].Counts);
        Assert.Contains("count as having no response", all.ToTable().Footnotes[0]);
        Assert.Contains("without those not evaluable", evaluable.ToTable().Footnotes[0]);
        Assert.Equal([(3, 4), (2, 4)],
            frame.CompareResponse("r", "g", unit: "lesions",
                options: new() { EndPoint = ResponseEndPoint.DiseaseControl }).Rates[0].Counts);
        Assert.Null(all.Clusters);
        Assert.DoesNotContain(all.Tests, t => t.Independent == "patients");
    }

    [Fact]
    public void Strata_and_three_groups()
    {
        ResponseComparison byModality = Response.CompareResponse("local_response", "modality", "patient_id", "procedures");
        Assert.Empty(byModality.Effects);
        Assert.Equal("Fisher-Freeman-Halton exact test", byModality["Fisher exact"].Result.TestName);
        Assert.Equal(byModality.Groups.Length - 1, byModality["Donner"].Result.DegreesOfFreedom);
        // patients with procedures of several modalities: no dealing of patients, no one row per patient
        Assert.Contains(byModality.Tests, t => t.Name == "Robust score");
        Assert.DoesNotContain(byModality.Tests, t => t.Unit == "patients");
        HypothesisTestResult stratified = Compare(new() { GroupOrder = ["NET", "NEC"], Strata = "modality" })["Mantel-Haenszel"].Result;
        Assert.Equal("common odds ratio", stratified.Estimate!.Name);
    }

    [Fact]
    public void The_table_names_unit_two_sidedness_and_independence()
    {
        SummaryTable table = Compare().ToTable();
        Assert.Equal("Objective response (CR + PR) of 43 procedures by tumor", table.Title);
        Assert.All(table.Rows.Where(r => Compare().Tests.Any(t => t.Name == r.Variable)), r =>
        {
            Assert.NotEqual("", r.Cells[^1].Text);
            Assert.NotEqual("", r.Cells[^2].Text);
            Assert.NotNull(r.Cells[^3].Note);
        });
        Assert.Contains("43 procedures in 26 patients", table.Footnotes[1]);
        Assert.Contains("29 pp (−3 to 53)", table.ToHtml());
    }

    [Fact]
    public void What_cannot_be_compared_says_what_is_missing()
    {
        DataFrame frame = new(new StringDataFrameColumn("r", ["PR", "SD"]), new StringDataFrameColumn("g", ["a", "a"]));
        Assert.Contains("has one group, 'a'", Assert.Throws<ArgumentException>(
            () => frame.CompareResponse("r", "g", unit: "lesions")).Message);
        Assert.Contains("'grp'", Assert.Throws<ArgumentException>(() => frame.CompareResponse("r", "grp", unit: "lesions")).Message);
        Assert.Contains("There is no test 'Fischer'", Assert.Throws<ArgumentException>(() => Compare()["Fischer"]).Message);
    }
}
