using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Cox;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Cox;

/// <summary>Predictions for new rows and standardised survival, against R (predictions.R).</summary>
public sealed class CoxRowPredictionTests
{
    private static DataFrame Lung(string column, double? without = null)
    {
        DataFrame lung = Data("lung");
        return without is null ? lung : lung.Filter(
            new BooleanDataFrameColumn("keep", lung.Columns[column].Cast<double?>().Select(v => v != without)));
    }

    [Fact]
    public void Rows_are_predicted_as_by_R()
    {
        var rows = new DataFrame(
            new DoubleDataFrameColumn("age", [50, 61.5, 75, 60]), new DoubleDataFrameColumn("sex", [1, 2, 2, 1]),
            new DoubleDataFrameColumn("ph.ecog", [0.0, 1, 2, null]));
        foreach (IGrouping<string, string[]> model in File.ReadLines(
            Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "predictions.csv")).Skip(1)
            .Select(l => l.Split("\",")).Select(l => (string[])[l[0].Trim('"'), .. l[1].Split(',')]).GroupBy(l => l[0]))
        {
            CoxFit fit = Lung("ph.ecog", 3).Cox(model.Key);
            DataFrame found = fit.Predict(rows, 100, 365, 700);
            foreach (string[] line in model)
            {
                int i = int.Parse(line[1], CultureInfo.InvariantCulture) - 1;
                double? Golden(int k) => line[k] == "NA" ? null : double.Parse(line[k], CultureInfo.InvariantCulture);
                Near(Golden(2), (double?)found.Columns["lp"][i], "lp", 1e-9, 1);
                Near(Golden(3), (double?)found.Columns["se"][i], "se", 1e-9);
                Near(Golden(5), (double?)found.Columns[$"survival_{line[4]}"][i], "survival", 1e-9);
                Near(Golden(6), (double?)found.Columns[$"lower_{line[4]}"][i], "lower", 1e-9);
                Near(Golden(7), (double?)found.Columns[$"upper_{line[4]}"][i], "upper", 1e-9);
            }
            Assert.Null(found.Columns["lp"][3]); // its performance status is missing
        }
    }

    [Fact]
    public void Standardised_survival_is_the_mean_of_the_curves_of_all_rows()
    {
        DataFrame found = Data("lung").Cox("Surv(time, status == 2) ~ age + factor(sex) + ph.karno")
            .StandardizedSurvival("sex", [1, 2], 100, 365, 700);
        double[][] golden = [.. File.ReadLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "standardised.csv"))
            .Skip(1)
            .Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        for (int i = 0; i < golden.Length; i++)
        {
            Assert.Equal((golden[i][0].ToString(CultureInfo.InvariantCulture), golden[i][1]),
                ((string)found.Columns["sex"][i], (double)found.Columns["time"][i]));
            Near(golden[i][2], (double?)found.Columns["survival"][i], "standardised survival", 1e-9);
        }
        Assert.Contains("has no column 'arm'", Assert.Throws<ArgumentException>(
            () => Data("lung").Cox("Surv(time, status == 2) ~ age").StandardizedSurvival("arm", [1], 100)).Message,
            StringComparison.Ordinal);
    }
}
