using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Smoothing;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Cox;

/// <summary>Penalised splines, <c>pspline(x)</c>, against R (pspline.R): the search takes the same steps.</summary>
public sealed class SmoothTermGoldenTests
{
    private static readonly ILookup<string, (string What, double Value)> Values = File
        .ReadLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "pspline.csv")).Skip(1)
        .Select(l => l.Split(';')).ToLookup(c => c[0].Trim('"').Replace('\'', '"'), c => (c[1],
            c[3] == "NA" ? double.NaN : double.Parse(c[3], CultureInfo.InvariantCulture)));

    private static readonly Dictionary<string, CoxFit> Fits = [];

    public static TheoryData<string> Models => [.. Values.Select(v => v.Key)];

    private static double[] Expected(string model, string what) => [.. Values[model].Where(v => v.What == what).Select(v => v.Value)];

    private static DataFrame Lung()
    {
        DataFrame lung = Data("lung");
        double?[] Column(string name) => [.. lung.Columns[name].Cast<object?>().Select(v => v is null ? (double?)null
            : Convert.ToDouble(v, CultureInfo.InvariantCulture))];
        double?[] age = Column("age"), time = Column("time");
        lung.Columns.Add(new DoubleDataFrameColumn("w", age.Select(a => a > 65 ? 2.0 : 1)));
        lung.Columns.Add(new DoubleDataFrameColumn("o", Column("ph.karno").Select(k => k / 50)));
        lung.Columns.Add(new DoubleDataFrameColumn("v", age.Select(a => 0.5 + a % 4 / 3)));
        lung.Columns.Add(new DoubleDataFrameColumn("entry", age.Zip(time, (a, t) => (double?)Math.Min(t!.Value - 1, a!.Value / 2))));
        return lung;
    }

    private static CoxFit Fit(string model)
    {
        lock (Fits)
        {
            if (Fits.TryGetValue(model, out CoxFit? fit)) return fit;
            string[] parts = model.Split("; ");
            return Fits[model] = Lung().Cox(parts[0],
                options: parts.Length > 1 ? new CoxOptions { Ties = CoxTies.Breslow } : null);
        }
    }

    private static void Same(string model, string what, IEnumerable<double?> actual, double tolerance, double floor = 0) =>
        Near([.. Expected(model, what).Select(v => double.IsNaN(v) ? (double?)null : v)], [.. actual], what, tolerance, floor);

    [Theory, MemberData(nameof(Models))]
    public void The_fit_equals_that_of_R(string model)
    {
        CoxFit fit = Fit(model);
        Same(model, "n", [fit.N, fit.Events], 0);
        Same(model, "coef", fit.Coefficients.Select(c => c.Estimate), 1e-7, 0.1);
        Same(model, "se", fit.Coefficients.Select(c => c.StandardError), 1e-8);
        Same(model, "se2", Enumerable.Range(0, fit.Coefficients.Length).Select(j => fit.SamplingCovariance!.StandardError(j)), 1e-7);
        Same(model, "cov", Enumerable.Range(0, fit.Coefficients.Length).Select(j => fit.Covariance[0, j]), 1e-7, 1e-3);
        Same(model, "loglik", [fit.LogLikelihoodNull, fit.LogLikelihood], 1e-10);
        Same(model, "aic", [fit.Aic], 1e-9);
        Same(model, "wald", [fit.Wald.ChiSquare], 1e-7);
        Assert.Equal(Expected(model, "df").Sum(), fit.LikelihoodRatio.EffectiveDegreesOfFreedom!.Value, 1e-7);
        Same(model, "concordance", [fit.Concordance().Concordance], 1e-12);
        if (Expected(model, "martingale").Length == 0) return;
        Same(model, "martingale", fit.Residuals().Martingale.Take(5).Select(m => (double?)m), 1e-8, 0.1);
    }

    [Theory, MemberData(nameof(Models))]
    public void The_search_takes_the_steps_of_R(string model)
    {
        CoxFit fit = Fit(model);
        for (int k = 0; k < fit.Smooths.Length; k++)
        {
            SmoothTerm term = fit.Smooths[k];
            if (Expected(model, $"theta{k + 1}") is not { Length: > 0 } thetas) continue;
            Near([.. thetas.Select(v => (double?)v)], [.. term.History.Select(h => (double?)h.Theta)], "theta", 1e-7);
            Same(model, $"dfs{k + 1}", term.History.Select(h => (double?)h.DegreesOfFreedom), 1e-7);
            Assert.Equal(term.History[^1], (term.Theta, term.DegreesOfFreedom));
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void The_straight_line_and_the_rest_equal_those_of_R(string model)
    {
        CoxFit fit = Fit(model);
        // with groups of B-splines R takes the places of the first ones for those of the groups: differences-from-R.md
        bool grouped = model.Contains("combine", StringComparison.Ordinal);
        for (int k = 0; k < fit.Smooths.Length; k++)
        {
            SmoothTerm t = fit.Smooths[k];
            double[] line = Expected(model, $"linear{k + 1}"), rest = Expected(model, $"nonlinear{k + 1}");
            if (!grouped)
            {
                Near([.. line.Select(v => (double?)v)], [t.Slope, t.StandardError, t.SamplingStandardError, t.Linear.ChiSquare,
                    t.Linear.DegreesOfFreedom, t.Linear.P], "linear", 1e-6);
                Near(rest[0], t.Nonlinear.ChiSquare, "nonlinear", 1e-6, 0.01);
                Near(rest[2], t.Nonlinear.P, "nonlinear P", 1e-6, 0.01);
            }
            else Near(line[3] + rest[0], t.Linear.ChiSquare + t.Nonlinear.ChiSquare, "whole", 1e-6);
            Near(rest[1], t.Nonlinear.EffectiveDegreesOfFreedom, "df", 1e-7, 1);
        }
    }

    [Theory, MemberData(nameof(Models))]
    public void Terms_and_curves_of_new_rows_equal_those_of_R(string model)
    {
        CoxFit fit = Fit(model);
        DataFrame Rows(double[] age) => new(new DoubleDataFrameColumn("age", age), new DoubleDataFrameColumn("sex", [1.0, 2, 1, 2]),
            new DoubleDataFrameColumn("ph.karno", [80.0, 90, 70, 100]), new DoubleDataFrameColumn("ph.ecog", [0.0, 1, 2, 1]),
            new DoubleDataFrameColumn("wt.loss", [5.0, 0, 20, -2]), new DoubleDataFrameColumn("meal.cal", [900.0, 500, 1200, 1000]));
        foreach ((string what, double[] age) in ((string, double[])[])[("terms", [45, 60.5, 78, 70]), ("far", [30, 35, 90, 95])])
        {
            if (Expected(model, what).Length == 0) continue;
            DataFrame terms = fit.PredictTerms(Rows(age));
            Same(model, what, terms.Columns[fit.Smooths[0].Term].Cast<double?>(), 1e-7, 0.1);
            Same(model, what + "_se", terms.Columns["se_" + fit.Smooths[0].Term].Cast<double?>(), 1e-7);
        }
        if (Expected(model, "survival").Length == 0) return;
        DataFrame survival = fit.Predict(Rows([45, 60.5, 78, 70]), 200, 500);
        Same(model, "survival", ((string[])["survival_200", "survival_500"]).Select(c => (double?)survival.Columns[c][1]), 1e-8);
    }

    [Theory, MemberData(nameof(Models))]
    public void Proportional_hazards_are_tested_as_in_R(string model)
    {
        if (Expected(model, "zph").Length == 0) return;
        ProportionalHazardsResult test = Fit(model).ProportionalHazards();
        Same(model, "zph", [.. test.Terms.Select(t => t.ChiSquare), test.Global.ChiSquare], 1e-6, 0.1);
        Same(model, "zph_df", test.Terms.Append(test.Global)
            .Select(t => (double?)(t.EffectiveDegreesOfFreedom ?? t.DegreesOfFreedom)), 0.01);
    }

    [Fact]
    public void The_table_shows_the_straight_line_and_says_what_is_left()
    {
        CoxFit fit = Fit("Surv(time, status == 2) ~ pspline(age, df = 3) + sex");
        string text = fit.ToString()!;
        Assert.Contains("pspline(age, df = 3), straight line per unit", text, StringComparison.Ordinal);
        Assert.Contains("3.09 df (θ = 0.860); linear χ² = 3.60 on 1 df", text, StringComparison.Ordinal);
        Assert.Contains("on 4.09 df", text, StringComparison.Ordinal);
        Assert.Equal(2, fit.ToTable().Rows.Length);
    }

    [Theory]
    [InlineData("Surv(time, status == 2) ~ pspline(age, df = 1)", "more than 1 and at most 30 degrees of freedom")]
    [InlineData("Surv(time, status == 2) ~ pspline(age, theta = 1)", "a theta between 0 and 1")]
    [InlineData("Surv(time, status == 2) ~ pspline(age, df = 4, nterm = 3)", "no more degrees of freedom than terms")]
    [InlineData("Surv(time, status == 2) ~ pspline(age, df = 4, method = \"aic\")", "leave df out")]
    [InlineData("Surv(time, status == 2) ~ pspline(age, span = 4)", "expected df, theta, nterm, degree, eps, method, combine")]
    [InlineData("Surv(time, status == 2) ~ pspline(age, combine = c(1, 2))", "12 whole numbers that do not fall")]
    [InlineData("Surv(time, status == 2) ~ pspline(age)*sex", "has no interaction; take ns(age, 3)")]
    public void What_cannot_be_asked_for_is_said_with_the_place(string model, string message)
    {
        var error = Assert.Throws<FormatException>(() => Lung().Cox(model));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_beside_its_own_smooth_term_few_values_and_a_penalty_twice_are_refused()
    {
        const string smooth = "Surv(time, status == 2) ~ pspline(age)";
        DataFrame lung = Lung();
        Assert.Contains("contains the straight line of its column", Assert.Throws<ArgumentException>(
            () => lung.Cox("Surv(time, status == 2) ~ age + pspline(age)")).Message, StringComparison.Ordinal);
        Assert.Contains("holds 2 different values; expected more than 4. Take fewer degrees of freedom",
            Assert.Throws<InvalidDataException>(() => lung.Cox("Surv(time, status == 2) ~ pspline(sex)")).Message,
            StringComparison.Ordinal);
        Assert.Contains("has a penalty of its own", Assert.Throws<ArgumentException>(
            () => lung.Cox(smooth, options: new CoxOptions { Penalty = CoxPenalty.Firth })).Message, StringComparison.Ordinal);
        Assert.Contains("Efron or Breslow", Assert.Throws<ArgumentException>(
            () => lung.Cox(smooth, options: new CoxOptions { Ties = CoxTies.Exact })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_models_refuse_smooth_terms_by_name()
    {
        DataFrame lung = Lung();
        string message = Assert.Throws<ArgumentException>(() => lung.Aft("Surv(time, status == 2) ~ pspline(age)")).Message;
        Assert.Contains("pspline(age) belongs to Cox models", message, StringComparison.Ordinal);
        Assert.Contains("ns()", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_a_value_are_left_out_and_counted_and_a_predicted_row_without_one_is_null()
    {
        CoxFit fit = Fit("Surv(time, status == 2) ~ pspline(wt.loss, df = 4)");
        Assert.Equal(("missing value (column 'wt.loss')", 14), (fit.Excluded.Single().Reason, fit.Excluded.Single().Count));
        DataFrame terms = fit.PredictTerms(new DataFrame(new DoubleDataFrameColumn("wt.loss", [5.0, null])));
        Assert.Null(terms.Columns[0][1]);
    }

    [Fact]
    public void Degrees_of_freedom_that_the_data_do_not_have_are_said_not_to_be_found()
    {
        DataFrame few = new(new DoubleDataFrameColumn("x", Enumerable.Range(0, 60).Select(i => (double)(i % 6))),
            new DoubleDataFrameColumn("t", Enumerable.Range(0, 60).Select(i => 1.0 + i * 37 % 60)),
            new DoubleDataFrameColumn("d", Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 0.0 : 1)));
        Assert.Contains("do not have so many degrees of freedom; take fewer", Assert.Throws<ArgumentException>(
            () => few.Cox("Surv(t, d) ~ pspline(x, df = 5, eps = 0.0001)")).Message, StringComparison.Ordinal);
        CoxFit fit = few.Cox("Surv(t, d) ~ pspline(x, df = 3, eps = 0.00000000000001)");
        Assert.False(fit.Smooths[0].Converged);
        Assert.Contains(fit.Notes, n => n.Contains("3 degrees of freedom were not found in 10 fits", StringComparison.Ordinal));
    }

    [Fact]
    public void B_splines_without_a_row_are_held_by_the_penalty()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => i < 50 ? i % 10 / 10.0 : 20 + i % 5)]; // nothing from 1 to 20
        DataFrame gap = new(new DoubleDataFrameColumn("x", x),
            new DoubleDataFrameColumn("t", Enumerable.Range(0, 60).Select(i => 1.0 + i * 37 % 60)),
            new DoubleDataFrameColumn("d", Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 0.0 : 1)));
        CoxFit fit = gap.Cox("Surv(t, d) ~ pspline(x, theta = 0.5, nterm = 20)");
        // R: coxph(Surv(t, d) ~ pspline(x, theta = .5, nterm = 20), control = coxph.control(eps = 1e-14, iter.max = 100))
        Near([-0.560222098033, -2.212276639950, -2.466610979695, -2.051882772872, -0.175813921240],
            [.. ((int[])[0, 4, 5, 14, 21]).Select(j => fit.Coefficients[j].Estimate)], "coefficients", 1e-9);
        Near(3.22123080162, fit.Smooths[0].DegreesOfFreedom, "df", 1e-10);
    }

    [Fact]
    public void Figures_and_tables_show_the_straight_line_in_the_place_of_the_term()
    {
        CoxFit fit = Fit("Surv(time, status == 2) ~ pspline(age, df = 3) + sex");
        Assert.Equal(["pspline(age, df = 3), linear", "sex"], CoxFitTable.Shown(fit).Select(c => c.Name));
    }
}
