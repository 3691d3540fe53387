using System.Text.Json;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Tables;
using NotebookKit.Adjusted.Tests.Regression;

namespace NotebookKit.Adjusted.Tests.Tables;

public sealed class SelectionTests
{
    [Theory, InlineData("birthwt"), InlineData("lung"), InlineData("veteran")]
    public void Steps_equal_stepAIC(string file)
    {
        JsonElement analysis = Golden.Load(file + ".json").GetProperty("analyses")[0];
        string[] terms = [.. analysis.GetProperty("multivariable").Items("terms").Select(t => t.Text("term"))];
        RegressionFit full = file == "birthwt"
            ? LogisticTests.Fit(Golden.Table("birthwt.csv"), "low", terms)
            : SurvivalRegression.Cox(CoxTests.Data(Golden.Table(file + ".csv"), terms));
        foreach ((string name, StepDirection direction) in new[] { ("backward_aic", StepDirection.Backward),
            ("both_aic", StepDirection.Both), ("backward_bic", StepDirection.Backward), ("forward_aic", StepDirection.Forward) })
        {
            JsonElement expected = analysis.GetProperty("stepwise").GetProperty(name);
            SelectionPath path = Stepwise.Select(full, direction, expected.Number("k"));
            Assert.Equal(expected.Texts("steps"), path.Steps.Select(s => s.Text));
            Golden.Near(expected.Numbers("aic"), path.Steps.Select(s => (double?)s.Criterion), 1e-6, name);
            Assert.Equal(expected.GetProperty("final").ValueKind == JsonValueKind.Array ? expected.Texts("final").Order(
                StringComparer.Ordinal) : [expected.Text("final")], path.Terms.Order(StringComparer.Ordinal));
        }
    }

    [Theory, InlineData("lung"), InlineData("veteran")]
    public void Subgroups_equal_R(string file)
    {
        JsonElement expected = Golden.Analyses(file + ".json", "subgroups")[0];
        GoldenTable table = Golden.Table(file + ".csv");
        string treatment = expected.Text("treatment");
        JsonElement[] groups = expected.Items("groups");
        SubgroupVariable[] variables = [.. groups.Select(g =>
        {
            string name = g.Text("variable");
            string[] levels = [.. g.Items("levels").Select(l => l.Text("level"))];
            return new SubgroupVariable(name, [.. levels], table.Texts(name).Select(t => Array.IndexOf(levels, t)).ToArray());
        })];
        SubgroupTable found = SubgroupAnalysis.Cox(CoxTests.Data(table, []), table.Numbers(treatment).Select(v => v == 1).ToArray(),
            variables, ("0", "1"));
        Row(expected.GetProperty("overall"), found.Overall);
        for (int g = 0; g < groups.Length; g++)
        {
            SubgroupSet set = found.Variables[g];
            JsonElement[] levels = groups[g].Items("levels");
            for (int l = 0; l < levels.Length; l++)
            {
                Row(levels[l], set.Rows[l]);
                Golden.Near(levels[l].GetProperty("from_interaction_model").Number("coef"), set.Rows[l].InteractionEstimate, 1e-8,
                    "interaction model");
                Golden.Near(levels[l].GetProperty("from_interaction_model").Number("se"), set.Rows[l].InteractionStandardError, 1e-8,
                    "interaction model se");
            }
            Golden.Near(groups[g].Number("interaction_lr_chisq"), set.LikelihoodRatio, 1e-8, "LR");
            Golden.Near(groups[g].Number("interaction_lr_p"), set.P, 1e-8, "P");
            Golden.Near(groups[g].Number("interaction_wald_chisq"), set.Wald, 1e-8, "Wald");
            Golden.Near(groups[g].Number("interaction_wald_p"), set.WaldP, 1e-8, "Wald P");
            Golden.Near(groups[g].Number("interaction_lr_chisq_stratified"), set.StratifiedLikelihoodRatio, 1e-8, "stratified");
            Golden.Near(groups[g].Number("interaction_lr_p_stratified"), set.StratifiedP, 1e-8, "stratified P");
        }
        Assert.Contains("P for interaction", found.ToString(), StringComparison.Ordinal);
    }

    private static void Row(JsonElement e, SubgroupRow row)
    {
        double[] n = e.Numbers("n"), events = e.Numbers("events");
        Assert.Equal(((int)n[0], (int)n[1]), row.N);
        Assert.Equal(((int)events[0], (int)events[1]), row.Events);
        Golden.Near(e.Number("coef"), row.Estimate, 1e-8, row.Label);
        Golden.Near(e.Number("se"), row.StandardError, 1e-8, row.Label);
        Golden.Near(e.Number("lower"), row.Lower, 1e-8, row.Label);
        Golden.Near(e.Number("upper"), row.Upper, 1e-8, row.Label);
    }
}
