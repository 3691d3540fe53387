using System.Globalization;
using System.Text;
using NotebookKit.Adjusted.Tests.Imputation;

namespace NotebookKit.Benchmarks;

/// <summary>Coverage and bias of imputation by chained equations over many simulated sets; writes results/imputation.md.</summary>
/// <remarks><c>dotnet run -c Release --project tests/NotebookKit.Benchmarks -- imputation 1000</c></remarks>
internal static class ImputationCoverage
{
    private const int Rows = 300, Imputations = 10, Iterations = 5;

    public static void Run(int sets)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            # Imputation by chained equations: coverage and bias

            Written by `dotnet run -c Release --project tests/NotebookKit.Benchmarks -- imputation {sets}`: {sets} simulated sets of {Rows} rows for each kind of
            outcome ([ImputationStudy.cs](../../NotebookKit.Adjusted.Tests/Imputation/ImputationStudy.cs)). A number (x), a yes/no and a column of three levels are
            each missing in about a fifth of rows, the more often the larger a complete column (w) and the outcome are; about half of the rows are
            incomplete. {Imputations} imputed data sets, {Iterations} rounds, 95 % limits. The error of a coverage of 95 % over {sets} sets is {Math.Sqrt(0.95 * 0.05 / sets) * 100:F1} points.

            | outcome | coefficient | truth | every value known: bias, coverage | complete rows: bias, coverage, width | imputed: bias (its error), coverage, width |
            |---|---|--:|--:|--:|--:|
            """);
        foreach (string outcome in new[] { "mean", "odds", "hazard" })
        {
            Dictionary<string, StudyRow[]> found = ImputationStudy.Run(outcome, sets, Rows, Imputations, Iterations);
            for (int j = 0; j < found["imputed"].Length; j++)
            {
                StudyRow known = found["every value known"][j], complete = found["complete rows"][j], imputed = found["imputed"][j];
                text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {Name(outcome)} | {imputed.Name} | {imputed.Truth} | {known.Bias:F3}, {known.Coverage:P1} | {complete.Bias:F3}, "
                        + $"{complete.Coverage:P1}, {complete.MeanWidth:F2} | {imputed.Bias:F3} ({imputed.MonteCarloError:F3}), "
                        + $"{imputed.Coverage:P1}, {imputed.MeanWidth:F2} |"));
            }
        }
        text.AppendLine();
        text.AppendLine("""
            The column *every value known* is the same regression before values are removed: what it is off the truth is the bias of the regression itself in
            small samples (log odds are biased away from 0), not of imputation. Complete rows alone are biased, most for w, because w and the outcome
            decide together which rows are complete. For Cox the event and the Nelson-Aalen hazard stand for the outcome, an approximation that
            draws effects of imputed columns slightly towards 0 (White and Royston 2009).
            """);
        Console.Write(text);
        File.WriteAllText(Path.Combine(Root(), "tests", "NotebookKit.Benchmarks", "results", "imputation.md"),
            text.ToString().Replace(" %", " %", StringComparison.Ordinal));
    }

    private static string Name(string outcome) => outcome switch { "mean" => "linear", "odds" => "logistic", _ => "Cox" };

    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "NotebookKit.sln"))) at = Path.GetDirectoryName(at);
        return at ?? throw new DirectoryNotFoundException("NotebookKit.sln was not found above the program.");
    }
}
