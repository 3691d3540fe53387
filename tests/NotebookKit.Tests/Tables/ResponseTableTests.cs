using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Tables;
using NotebookKit.Tables.Responses;
using ResponseTable = NotebookKit.Tables.Responses.ResponseTable;

namespace NotebookKit.Tests.Tables;

public sealed class ResponseTableTests
{
    // the local response of Endocrine Abstracts (2024) 108 C28: 18/30 and 4/13 procedures, Fisher P = 0.10
    private static DataFrame Published
    {
        get
        {
            string[] net = [.. Repeat("CR", 3), .. Repeat("PR", 15), .. Repeat("SD", 8), .. Repeat("PD", 3), "NE"];
            string[] nec = [.. Repeat("PR", 4), .. Repeat("SD", 5), .. Repeat("PD", 4)];
            return new DataFrame(
                new StringDataFrameColumn("tumor", [.. Repeat("NET", 30), .. Repeat("NEC", 13)]),
                new StringDataFrameColumn("response", [.. net, .. nec]),
                new StringDataFrameColumn("patient_id", Enumerable.Range(0, 43).Select(i => i < 30 ? $"A{i % 20}" : $"B{i % 6}")));
        }
    }

    [Fact]
    public void A_pattern_quotes_the_difference_of_two_groups_of_independent_rows()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("arm", [.. Enumerable.Repeat("A", 70), .. Enumerable.Repeat("B", 80)]),
            new StringDataFrameColumn("response", [.. Enumerable.Range(0, 70).Select(i => i < 56 ? "PR" : "SD"),
                .. Enumerable.Range(0, 80).Select(i => i < 48 ? "CR" : "PD")]));
        // Newcombe 1998, example a, method 10: 56/70 - 48/80, 0.0524 to 0.3339
        Assert.Equal("20.0 (5.24 to 33.39)", frame.TabulateResponse("response", "arm", unit: "patients")
            .Inline("A", "{difference:1} ({difference_lower:2} to {difference_upper:2})"));
    }

    [Fact]
    public void Published_rates_and_P()
    {
        ResponseTable table = Published.TabulateResponse("response", "tumor", "patient_id", "procedures",
            new() { P = true, GroupOrder = ["NET", "NEC"] });
        Assert.Equal((18, 30, 4, 13), (table.ByGroup[0].Responders, table.ByGroup[0].Denominator, table.ByGroup[1].Responders,
            table.ByGroup[1].Denominator));
        Assert.Equal((26, 9), (table.ByGroup[0].Controlled, table.ByGroup[1].Controlled));
        Assert.Equal("0.10", NumberFormat.PValue(table.ObjectiveResponse!.P));
        Assert.Equal(26, table.Clusters);
        // of the 230,230 ways to deal 26 patients to groups of 20 and 6
        Assert.StartsWith(
            "Exact permutation test of proportions by patients, studentized over patients. All 230,230 allocations of 26 patients to the "
                + "groups.", table.ObjectiveResponse.ClusteredTestName);
        Assert.Equal(["P", "Clustered P"], table.ToTable().Columns[3..].Select(c => c.Name));
        // binom.test(18, 30): 0.4060349 to 0.7734424
        Assert.Equal(0.4060349, table.ByGroup[0].ObjectiveResponseRate.Lower!.Value, 5e-8);
        Assert.Equal(0.7734424, table.ByGroup[0].ObjectiveResponseRate.Upper!.Value, 5e-8);
        Assert.Contains(table.ToTable().Rows.Select(r => r.Cells[3].Note),
            n => n == "Fisher exact test; two-sided: all tables no likelier than the observed one.");
        Assert.Equal("60% (18/30 procedures; 95% CI 41–77%)", table.Inline("NET"));
        Assert.Equal("18 of 30 (60.0%, 40.6% to 77.3%), P = 0.10 by patients",
            table.Inline("NET", "{n} of {N} ({percent:1}, {lower:1}% to {upper:1}%), P = {p} by patients"));
        // rows of one patient are no independent proportions: no difference with limits
        Assert.Contains("difference_lower, difference_upper of two groups of independent rows",
            Assert.Throws<FormatException>(() => table.Inline("NET", "{difference}")).Message, StringComparison.Ordinal);
        Assert.Contains("unknown field 'mean'", Assert.Throws<FormatException>(() => table.Inline("NET", "{mean}")).Message,
            StringComparison.Ordinal);
        Assert.Contains("those not evaluable count as having no response", string.Join(" ", table.ToTable().Footnotes));
    }

    [Fact]
    public void Evaluable_only_leaves_NE_out_of_the_denominator()
    {
        ResponseTable table = Published.TabulateResponse("response", unit: "procedures", options: new() { EvaluableOnly = true });
        Assert.Equal((22, 42, 43), (table.Overall.Responders, table.Overall.Denominator, table.Overall.N));
        Assert.Equal(1, table.Overall[ResponseCategory.NE]);
        Assert.DoesNotContain(table.ToTable().Rows, r => r.Cells[0].Text.Contains("evaluable procedures", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_denominators_are_printed_where_some_are_not_evaluable()
    {
        ResponseTable table = Published.TabulateResponse("response", "tumor", unit: "procedures",
            options: new() { GroupOrder = ["NET", "NEC"] });
        Assert.Equal((18.0 / 30, 18.0 / 29),
            (table.ByGroup[0].ObjectiveResponseRate.Value, table.ByGroup[0].EvaluableObjectiveResponseRate.Value));
        Assert.Equal((26.0 / 30, 26.0 / 29),
            (table.ByGroup[0].DiseaseControlRate.Value, table.ByGroup[0].EvaluableDiseaseControlRate.Value));
        string[] labels = [.. table.ToTable().Rows.Select(r => r.Cells[0].Text.Split('\n')[0])];
        Assert.Contains("Objective response (CR + PR), of all procedures, n/N (%)", labels);
        Assert.Contains("Objective response, of evaluable procedures, n/N (%)", labels);
        Assert.StartsWith("18/29", table.ToTable().Rows.Single(
            r => r.Cells[0].Text.StartsWith("Objective response, of evaluable", StringComparison.Ordinal)).Cells[1].Text);
    }

    [Fact]
    public void A_missing_response_is_shown_and_counts_as_none()
    {
        DataFrame frame = new(new StringDataFrameColumn("r", ["PR", null, "non-CR/non-PD", "IR/SD"]));
        ResponseTable table = frame.TabulateResponse("r", unit: "patients");
        Assert.Equal((1, 3, 4, 1), (table.Overall.Responders, table.Overall.Controlled, table.Overall.Denominator, table.Overall.Missing));
        Assert.Contains(table.ToTable().Rows, r => r.Cells[0].Text == "No value");
    }

    [Fact]
    public void A_value_that_is_no_response_is_named_with_its_row()
    {
        DataFrame frame = new(new StringDataFrameColumn("r", ["PR", "better"]));
        Assert.Contains("Column 'r', row 3: found 'better'",
            Assert.Throws<ArgumentException>(() => frame.TabulateResponse("r", unit: "patients")).Message);
        Assert.Contains("two groups", Assert.Throws<ArgumentException>(
            () => frame.TabulateResponse("r", unit: "patients", options: new() { P = true })).Message);
    }

    private static IEnumerable<string> Repeat(string text, int count) => Enumerable.Repeat(text, count);
}
