using NotebookKit.Survival.Models;

namespace NotebookKit.Tests.Survival.Models;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("Surv(time,status)~age+sex*grade+strata(site)+cluster(patient_id)",
        "Surv(time, status) ~ age + sex + grade + sex:grade + strata(site) + cluster(patient_id)")]
    [InlineData("Surv(a, b, c) ~ 1", "Surv(a, b, c) ~ 1")]
    [InlineData("Surv(t, d) ~ a*b*c", "Surv(t, d) ~ a + b + c + a:b + a:c + b:c + a:b:c")]
    [InlineData("Surv(t, d) ~ a:b + a", "Surv(t, d) ~ a + a:b")]
    [InlineData("Surv(t, d) ~ (a + b):c", "Surv(t, d) ~ a:c + b:c")]
    [InlineData("Surv(t, d) ~ a*b:c", "Surv(t, d) ~ a + b:c + a:b:c")]
    [InlineData("Surv(t, d) ~ a + a + b:a + a:b", "Surv(t, d) ~ a + b:a")]
    [InlineData("Surv(`my time`, d) ~ ph.ecog + factor(g, \"b\", 'a') + offset(o) + weights(w)",
        "Surv(`my time`, d) ~ ph.ecog + factor(g, \"b\", \"a\") + weights(w) + offset(o)")]
    [InlineData("Interval(lo, hi) ~ x", "Interval(lo, hi) ~ x")]
    [InlineData("Surv(t, d) ~ strata(s, u) + x", "Surv(t, d) ~ x + strata(s, u)")]
    [InlineData("Surv(t, d) ~ strata(s)*x", "Surv(t, d) ~ x + strata(s):x + strata(s)")]
    [InlineData("Surv(t, d) ~ x:strata(s) + strata(u)", "Surv(t, d) ~ x:strata(s) + strata(s, u)")]
    [InlineData("Surv(t, d == 2) ~ log(x) + ns(x, df=3)*g + I(x ^ 2)", "Surv(t, d == 2) ~ log(x) + ns(x, 3) + g + I(x^2) + ns(x, 3):g")]
    [InlineData("Surv(a, b, d == 'dead') ~ poly(x, degree = 2)", "Surv(a, b, d == \"dead\") ~ poly(x, 2)")]
    public void Reads_and_prints(string formula, string expected)
    {
        string printed = SurvivalFormula.Parse(formula).ToString();
        Assert.Equal(expected, printed);
        Assert.Equal(printed, SurvivalFormula.Parse(printed).ToString());
    }

    [Theory]
    [InlineData("Surv(t, d) ~ lag(x)", "position 14: unknown function 'lag'")]
    [InlineData("Surv(t, d) ~ x*offset(o)", "offset(o) has no interaction")]
    [InlineData("Surv(t, d) ~ cluster(id):x", "cluster(id) has no interaction")]
    [InlineData("Surv(t, d) ~ x + y*weights(w)", "weights(w) has no interaction")]
    [InlineData("Surv(t, d) ~ x*strata(a, b)", "make one column of them before")]
    [InlineData("Surv(t, d) ~ x:1", "1 has no interaction")]
    [InlineData("Surv(t, d) ~ ns(x)", "ns() takes its degrees of freedom")]
    [InlineData("Surv(t, d) ~ bs(x, 2)", "at least 3")]
    [InlineData("Surv(t, d) ~ log(x, 2)", "log() takes one column alone")]
    [InlineData("Surv(t, d) ~ I(x)", "I() takes one column, one of")]
    [InlineData("Surv(t, d == ) ~ x", "expected a number")]
    [InlineData("Surv(t, d) ~ a -", "position 17: expected the name of a column; found the end")]
    [InlineData("Surv(t) ~ a", "Surv with 1 columns")]
    [InlineData("Surv(t, d)", "expected '~'; found the end")]
    [InlineData("Surv(t, d) ~ cluster(a, b)", "takes one column")]
    [InlineData("Surv(t, d) ~ a * (b + strata(c))", "cannot stand inside brackets")]
    [InlineData("Surv(t, `d) ~ a", "backquote is not closed")]
    public void Says_where_it_fails(string formula, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SurvivalFormula.Parse(formula)).Message);

    [Fact]
    public void The_typed_model_is_the_formula()
    {
        var model = new SurvivalFormula
        {
            Time = "time", Status = "status",
            Terms = [ModelTerm.Of("age"), ModelTerm.Factor("sex", "F"),
                ModelTerm.Interaction(ModelTerm.Of("age"), ModelTerm.Factor("sex", "F"))],
            Strata = ["site"], Cluster = "patient_id",
        };
        Assert.Equal("""Surv(time, status) ~ age + factor(sex, "F") + age:factor(sex, "F") + strata(site) + cluster(patient_id)""",
            model.ToString());
        Assert.Equal(model.ToString(), SurvivalFormula.Parse(model.ToString()).ToString());
    }
}
