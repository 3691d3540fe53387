using System.Text.Json;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Selection;
using NotebookKit.Adjusted.Tests.Regression;
using NotebookKit.Survival.Models;

namespace NotebookKit.Adjusted.Tests.Selection;

public sealed class LassoTests
{
    [Fact]
    public void Logistic_path_and_cross_validation_equal_glmnet()
    {
        JsonElement e = Golden.Load("extra.json").GetProperty("lasso_logistic");
        GoldenTable table = Golden.Table("birthwt.csv");
        var data = new RegressionData { Outcome = table.Numbers("low"),
            Covariates = table.Design("age", "lwt", "race", "smoke", "ptd", "ht", "ui", "visits") };
        Compare(e, lambda => Lasso.Logistic(data, lambda), (lambda, folds) => Lasso.Logistic(data, lambda, folds), Lasso.Logistic(data),
            data.Rows, 1e-6);
    }

    [Fact]
    public void Cox_path_and_cross_validation_equal_glmnet()
    {
        JsonElement e = Golden.Load("extra.json").GetProperty("lasso_cox");
        SurvivalData data = CoxTests.Data(Golden.Table("lung.csv"), ["age", "female", "ecog", "ph.karno", "pat.karno", "wt.loss"]);
        // distinct, as in extra.R
        data = data with { Time = data.Time.ToArray().Select((t, i) => t + (i + 1) * Math.Pow(2, -20)).ToArray() };
        // where glmnet's own iteration stops; the conditions of the optimum are held below to 1e-7
        Compare(e, lambda => Lasso.Cox(data, lambda), (lambda, folds) => Lasso.Cox(data, lambda, folds), Lasso.Cox(data), data.Rows, 1e-5);
        Conditions(data);
    }

    private static void Compare(JsonElement e, Func<double[], LassoFit> fit, Func<double[], int[], LassoFit> validate, LassoFit path, int n,
        double tolerance)
    {
        double[][] coef = e.Matrix("coef");
        LassoFit found = fit(e.Numbers("lambda"));
        for (int j = 0; j < coef.Length; j++)
            for (int k = 0; k < coef[j].Length; k++)
                Golden.Near(coef[j][k], found.Coefficients[k][j], tolerance, $"{found.Names[j]} at {found.Lambda[k]}");
        Golden.Near(e.Number("lambda_max"), path.Lambda[0], 1e-8, "lambda max");
        LassoFit cv = validate(e.Numbers("cv_lambda"), [.. Enumerable.Range(0, n).Select(i => i % 10 + 1)]);
        Golden.Near(e.Numbers("cvm"), cv.Deviance.Select(v => (double?)v), tolerance, "cvm");
        Golden.Near(e.Numbers("cvsd"), cv.DevianceError.Select(v => (double?)v), tolerance, "cvsd");
        Golden.Near([e.Number("lambda_min"), e.Number("lambda_1se")], [cv.LambdaMin, cv.Lambda1Se], 1e-12, "lambda");
        Assert.NotEmpty(cv.Selected(cv.LambdaMin!.Value));
    }

    /// <summary>
    /// At the optimum the score of each column equals the penalty where its coefficient is not 0, and stays below it elsewhere.
    /// </summary>
    private static void Conditions(SurvivalData data)
    {
        var likelihood = new NotebookKit.Adjusted.Models.CoxPartialLikelihood(data, NotebookKit.Survival.Cox.CoxTies.Breslow);
        foreach (double lambda in new[] { .1, .05, .02, .005 })
        {
            double[] beta = [.. Lasso.Cox(data, [lambda]).Coefficients[0]];
            likelihood.Evaluate(beta);
            for (int j = 0; j < beta.Length; j++)
            {
                double[] x = data.Covariates[j].Values.ToArray();
                double mean = x.Average(), scale = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / x.Length),
                    score = likelihood.Gradient[j] / scale / x.Length;
                if (beta[j] == 0)
                    Assert.True(Math.Abs(score) <= lambda + 1e-7,
                        FormattableString.Invariant($"{data.Covariates[j].Name} {lambda} {score} [{string.Join(",", beta)}]"));
                else Golden.Near(lambda * Math.Sign(beta[j]), score, 1e-7, data.Covariates[j].Name);
            }
        }
    }
}
