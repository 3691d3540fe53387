using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>Direction of a stepwise selection.</summary>
public enum StepDirection
{
    /// <summary>Starts with all terms and leaves out.</summary>
    Backward,

    /// <summary>Starts with none and takes in.</summary>
    Forward,

    /// <summary>Starts with all terms, leaves out and takes in again.</summary>
    Both,
}

/// <summary>One step of a selection.</summary>
/// <param name="Text">What was done, such as <c>- age</c>; empty for the start.</param>
/// <param name="Criterion">AIC (or BIC) after the step.</param>
public sealed record SelectionStep(string Text, double Criterion);

/// <summary>The path of a stepwise selection.</summary>
/// <param name="Steps">The start and every step.</param>
/// <param name="Terms">Terms of the model chosen, in the order of the formula.</param>
/// <param name="Penalty">Penalty per coefficient: 2 for AIC, log n (log events for Cox) for BIC.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SelectionPath(ImmutableArray<SelectionStep> Steps, ImmutableArray<string> Terms, double Penalty) : AdjustedResult
{
    /// <summary>Formula of the chosen model; empty for fits on arrays.</summary>
    public string Formula { get; init; } = "";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Stepwise selection by {(Penalty == 2 ? "AIC" : "BIC")}",
        Columns = [new("Step", TableAlignment.Left), new(Penalty == 2 ? "AIC" : "BIC")],
        Rows = [.. Steps.Select(
            (s, i) => new TableRow([i == 0 ? "start" : s.Text, new(NumberFormat.Fixed(s.Criterion, 1)) { Value = s.Criterion }]))],
        Footnotes =
        [
            $"Chosen: {(Terms.Length == 0 ? "no term" : string.Join(" + ", Terms))}.",
            "Intervals and P of a model chosen this way ignore the choice: P are too small and effects too large. Name the variables "
                + "before looking at the data where you can; else report the selection and validate it.",
            .. Footnotes(),
        ],
    };

    /// <summary>One row per step: step, criterion.</summary>
    public override DataFrame ToDataFrame() =>
        new(new StringDataFrameColumn("step", Steps.Select(s => s.Text)),
            new DoubleDataFrameColumn("criterion", Steps.Select(s => s.Criterion)));
}

/// <summary>Stepwise selection of whole terms by −2 log-likelihood + penalty × coefficients, as R's <c>MASS::stepAIC</c>.</summary>
/// <remarks>Limits and P of the chosen model ignore that it was chosen; coefficients are biased away from 0.</remarks>
public static class Stepwise
{
    /// <summary>Runs the selection on the rows of a fit.</summary>
    /// <param name="full">The fit with all candidates; without clusters, fractional weights or penalty.</param>
    /// <param name="direction">Direction.</param>
    /// <param name="penalty">Penalty per coefficient; null for 2 (AIC).</param>
    /// <exception cref="ArgumentException">The fit has no likelihood.</exception>
    public static SelectionPath Select(RegressionFit full, StepDirection direction, double? penalty = null)
    {
        ArgumentNullException.ThrowIfNull(full);
        Problem problem = full.Problem ?? throw new ArgumentException("A selection needs a fit with its rows.");
        if (!problem.HasLikelihood || problem.Kind == RegressionKind.FineGray || problem.Options.Firth)
            throw new ArgumentException(
                "Stepwise selection compares likelihoods; clusters, fractional weights, Firth's penalty and Fine-Gray models have none to "
                    + "compare. Choose variables by subject knowledge.");
        Design design = problem.Design;
        double k = penalty ?? 2;
        int terms = design.Terms.Length;
        bool[] inside = new bool[terms];
        if (direction != StepDirection.Forward) Array.Fill(inside, true);
        double now = Criterion(problem, inside, k);
        var steps = new List<SelectionStep> { new("", now) };
        while (true)
        {
            (double Value, int Term) best = (double.PositiveInfinity, -1);
            foreach (bool adding in new[] { false, true })
                for (int t = 0; t < terms; t++)
                {
                    if (inside[t] == adding || adding && direction == StepDirection.Backward || !adding
                        && direction == StepDirection.Forward) continue;
                    bool margin = Enumerable.Range(0, terms)
                        .Any(u => adding ? design.IsMarginTo(u, t) && !inside[u] : design.IsMarginTo(t, u) && inside[u]);
                    if (margin) continue;
                    inside[t] = adding;
                    double value = Criterion(problem, inside, k);
                    inside[t] = !adding;
                    if (value < best.Value) best = (value, t);
                }
            if (best.Term < 0 || best.Value >= now + 1e-7 || best.Value >= now - 1e-7) break;
            now = best.Value;
            inside[best.Term] = !inside[best.Term];
            steps.Add(new SelectionStep($"{(inside[best.Term] ? "+" : "-")} {design.Terms[best.Term]}", now));
        }
        return new SelectionPath([.. steps], [.. design.Terms.Where((_, t) => inside[t])], k) { Unit = full.Unit, Excluded = full.Excluded,
            Notes = full.Notes };
    }

    private static double Criterion(Problem problem, bool[] inside, double k)
    {
        bool[] held = problem.Design.Without(Enumerable.Range(0, inside.Length).Where(t => !inside[t]));
        Maximum m = problem.Maximize(held);
        int parameters = held.Count(h => !h) - m.IsAliased.Count(a => a) + problem.Extra + (problem.Kind == RegressionKind.Linear ? 1 : 0);
        return -2 * problem.LogLikelihoodOf(m.Value) + k * parameters;
    }
}
