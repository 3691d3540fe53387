using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Models;

/// <summary>Functions of columns, strata in interactions and values of the status column, against R (formulas.R).</summary>
public sealed class FormulaGoldenTests
{
    private static readonly (string Formula, double[] Values)[] Models = Rows("formulas.csv");
    private static readonly (string Formula, double[] Values)[] Profiles = Rows("profiles.csv");

    public static TheoryData<string> Formulas => [.. Models.Select(m => m.Formula).Distinct()];

    private static (string, double[])[] Rows(string file) =>
        [.. File.ReadLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", file)).Skip(1).Select(line =>
        {
            int end = line.LastIndexOf('"');
            return (line[1..end], line[(end + 2)..].Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray());
        })];

    private static CoxFit Fit(string formula)
    {
        DataFrame lung = Data("lung");
        if (formula.Contains("ecog", StringComparison.Ordinal))
            lung = lung.Filter(new BooleanDataFrameColumn("keep", lung.Columns["ph.ecog"].Cast<double?>().Select(v => v is not 3)));
        return lung.Cox(formula);
    }

    [Theory, MemberData(nameof(Formulas))]
    public void Coefficients_equal_those_of_R(string formula)
    {
        CoxFit fit = Fit(formula);
        double[][] expected = [.. Models.Where(m => m.Formula == formula).Select(m => m.Values)];
        Assert.Equal((expected[0][0], expected[0][1]), (fit.N, fit.Events));
        Near([.. expected.Select(e => (double?)e[3])], [.. fit.Coefficients.Select(c => c.Estimate)], "estimate", 1e-9, 0.1);
        Near([.. expected.Select(e => (double?)e[4])], [.. fit.Coefficients.Select(c => c.StandardError)], "standard error", 1e-9);
        Near(expected[0][5], fit.LogLikelihood, "log likelihood", 1e-11);
    }

    [Theory, MemberData(nameof(Formulas))]
    public void Other_rows_are_expanded_as_the_rows_of_the_fit(string formula)
    {
        (string Formula, double[] Values)[] expected = [.. Profiles.Where(p => p.Formula == formula)];
        if (expected.Length == 0) return;
        CoxFit fit = Fit(formula);
        bool sex = formula.Contains("sex", StringComparison.Ordinal);
        Profile Of(double age, double value) => sex
            ? new Profile("p") { ["age"] = age, ["sex"] = value }
            : new Profile("p") { ["age"] = age };
        foreach ((_, double[] row) in expected)
            Near(row[1], fit.LogHazardRatio(Of(row[0], 2), Of(60, 1)).Estimate, $"age {row[0]}", 1e-9, 1);
    }

    [Fact]
    public void A_value_that_has_no_logarithm_and_a_status_that_never_occurs_are_named()
    {
        DataFrame df = new(new DoubleDataFrameColumn("t", [1.0, 2, 3, 4]), new DoubleDataFrameColumn("d", [1.0, 2, 1, 2]),
            new DoubleDataFrameColumn("x", [1.0, 0, 3, 4]));
        Assert.Contains("row 3: log(x) of 0", Assert.Throws<InvalidDataException>(() => df.Cox("Surv(t, d == 2) ~ log(x)")).Message,
            StringComparison.Ordinal);
        Assert.Contains("never holds '3'", Assert.Throws<ArgumentException>(() => df.Cox("Surv(t, d == 3) ~ x")).Message,
            StringComparison.Ordinal);
        Assert.Contains("holds 4 different values", Assert.Throws<InvalidDataException>(() => df.Cox("Surv(t, d == 2) ~ ns(x, 4)")).Message,
            StringComparison.Ordinal);
        Assert.Contains(df.Cox("Surv(t, d == 2) ~ x").Notes, n => n == "d: 2 is the event; 1 count as censored.");
    }
}
