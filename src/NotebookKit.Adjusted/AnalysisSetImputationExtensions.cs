using NotebookKit.Adjusted.Imputation;

namespace NotebookKit;

/// <summary>Missing values of an analysis set: what is missing, and multiple imputation.</summary>
public static class AnalysisSetImputationExtensions
{
    /// <summary>Which values are missing, and which are missing together.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="columns">Columns to look at, such as those of a model.</param>
    /// <returns>One row per pattern with its count, and the missing values of each column.</returns>
    /// <exception cref="ArgumentException">A column is unknown, or none is named.</exception>
    /// <remarks>Equivalent R call: <c>mice::md.pattern(data[columns])</c>.</remarks>
    /// <example><code>patients.MissingPatterns("age", "albi", "afp")</code></example>
    public static MissingPatterns MissingPatterns(this AnalysisSet set, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return set.Finish(Adjusted.Imputation.MissingPatterns.Of(set, columns));
    }

    /// <summary>
    /// Draws the missing covariates of a model several times by chained equations, so that the model can be pooled over all of them.
    /// </summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="formula">The model that will be pooled, such as <c>Surv(os_months, death) ~ age + albi</c> or <c>response ~ age +
    /// albi</c>: its outcome takes part in the imputation.</param>
    /// <param name="options">Number of data sets, rounds, seed, further columns; null for the defaults.</param>
    /// <returns>The imputed sets; ask them to <see cref="ImputedSets.Pool(Func{AnalysisSet, Adjusted.Regression.RegressionFit})"/>. Rows
    /// without an outcome are left out and counted.</returns>
    /// <exception cref="FormatException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">A column is unknown, has no value at all or too many levels, or nothing is missing.</exception>
    /// <remarks>Equivalent R call: <c>mice::mice(data, m = 20, maxit = 10)</c> with the event and <c>mice::nelsonaalen</c> among the
    /// predictors.</remarks>
    /// <example><code>patients.Impute("Surv(os_months, death) ~ age + albi").Pool(s => s.CoxTable("Surv(os_months, death) ~ age +
    /// albi"))</code></example>
    public static ImputedSets Impute(this AnalysisSet set, string formula, ImputationOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(formula);
        return ImputationReader.Impute(set, formula, options ?? new());
    }
}
