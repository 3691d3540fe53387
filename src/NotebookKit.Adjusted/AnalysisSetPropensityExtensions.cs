using NotebookKit.Adjusted.Propensity;
using NotebookKit.Adjusted.Reading;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit;

/// <summary>Propensity scores of an analysis set of patients.</summary>
public static class AnalysisSetPropensityExtensions
{
    /// <summary>Probability of treatment given what was known before it; match or weight by the result.</summary>
    /// <param name="set">The analysis set, one row per patient.</param>
    /// <param name="formula">Such as <c>treatment ~ age + albi_grade + tumours</c>; only variables known before treatment.</param>
    /// <param name="treated">Values of the treatment column that are the treated arm; null for a column of 0 and 1.</param>
    /// <param name="exact">Columns within whose values matches must lie; none by default.</param>
    /// <returns>The score; <c>.Match()</c> or <c>.Weight()</c> give balance, and from there <c>.Survival(time, status)</c> the
    /// outcome.</returns>
    /// <exception cref="ArgumentException">Patients have several rows, a column is unknown, one arm is empty, or a variable separates the
    /// arms.</exception>
    /// <example><code>set.Propensity("arm ~ age + albi_grade", treated: ["TARE"]).Match().Survival("os_months", "death")</code></example>
    public static PropensityScore Propensity(this AnalysisSet set, string formula, IReadOnlyList<string>? treated = null,
        IReadOnlyList<string>? exact = null)
    {
        if (set.Patients is { } patients && patients < set.N)
            throw new ArgumentException(
                $"The set holds {set.N} {set.Unit} of {patients} patients. A patient chooses a treatment once, and procedures of one "
                    + $"patient would be matched to each other: take the first of each patient, set.OneRowPer(\"{set.Patient}\", first: …, "
                    + "unit: \"patients\"), and score, match and weight patients.");
        ModelSpecification model = ModelSpecification.Plain(RegressionKind.Logistic, set.Frame, formula, set.Unit, null, treated).Of(set);
        RegressionFrame read = model.Read();
        PropensityScore score = PropensityScore.Estimate(Array.ConvertAll(read.Outcome, v => v == 1), read.Columns);
        var reader = new ColumnReader(set.Frame);
        string[] found = [.. reader.Texts(model.Outcome!).OfType<string>().Distinct()],
            others = [.. found.Where(f => treated?.Contains(f) != true)];
        return set.Finish(score with
        {
            Model = score.Model with { Formula = read.Formula, Outcome = read.OutcomeLabel, Unit = set.Unit,
                Variables = read.Variables(i => read.Outcome[i] == 1) },
            Columns = Balanced(read), Frame = set.Frame, FrameRows = read.Frame.Rows, Unit = set.Unit, Excluded = read.Frame.Excluded,
            Arms = treated is null
                ? (Wording.Title(model.Outcome!) + " 0", Wording.Title(model.Outcome!) + " 1")
                : (string.Join(" or ", others), string.Join(" or ", treated)),
            ExactStrata = exact is null or [] ? [] : Strata(reader, exact, read.Frame.Rows), Notes = [.. read.Frame.Notes, .. score.Notes],
        });
    }

    /// <summary>Numbers as they are, factors with one column per level.</summary>
    private static ImmutableArray<BalanceColumn> Balanced(RegressionFrame read)
    {
        var columns = ImmutableArray.CreateBuilder<BalanceColumn>();
        foreach (Covariate c in read.Columns.Where(c => !c.IsIndicator)) columns.Add(new BalanceColumn(c.Label, c.Values.ToArray()));
        foreach ((string name, VariableValues v) in read.Frame.Variables.Where(v => v.Value.IsFactor))
        {
            string label = read.Columns.FirstOrDefault(c => c.Name.StartsWith(name + "[", StringComparison.Ordinal)
                && !c.Term.Contains(':'))?.TermLabel ?? Wording.Title(name);
            for (int l = 0; l < v.Levels.Length; l++)
                columns.Add(new BalanceColumn($"{label}: {v.Levels[l]}", Array.ConvertAll(v.Codes, k => k == l ? 1.0 : 0)));
        }
        return columns.ToImmutable();
    }

    private static int[] Strata(ColumnReader reader, IReadOnlyList<string> columns, int[] rows)
    {
        CategoryColumn[] read = [.. columns.Select(c => reader.Categories(c))];
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        return Array.ConvertAll(rows, i =>
        {
            string key = string.Join("\u001f", read.Select(c => c.Codes[i] < 0
                ? throw new InvalidDataException(
                    $"Column '{c.Name}', row {ColumnReader.ExcelRow(i)}: found no value; exact matching needs one.")
                        : c.Levels[c.Codes[i]]));
            return codes.TryGetValue(key, out int code) ? code : codes[key] = codes.Count;
        });
    }
}
