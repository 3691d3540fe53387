namespace NotebookKit.Adjusted.Reading;

/// <summary>Columns of new rows as the training rows have them: the same levels, the same reference, the same bases of splines.</summary>
internal static class TrainedColumns
{
    /// <exception cref="ArgumentException">A new row has a level that no training row has.</exception>
    public static ImmutableArray<Covariate> Of(ModelFrame training, ModelFrame rows)
    {
        var values = new Dictionary<string, VariableValues>(StringComparer.Ordinal);
        foreach ((string key, VariableValues trained) in training.Variables)
        {
            VariableValues own = rows.Variables[key];
            if (!trained.IsFactor)
            {
                values[key] = trained with { Numbers = own.Numbers };
                continue;
            }
            int[] place = [.. own.Levels.Select(l => trained.Levels.IndexOf(l))];
            int stray = Array.IndexOf(place, -1);
            if (stray >= 0)
                throw new ArgumentException(
                    $"Column '{key}': {Wording.Count(own.Codes.Count(c => c == stray), "rows")} to be judged hold '{own.Levels[stray]}', "
                        + $"which no row of the training set holds ({string.Join(", ", trained.Levels)}). Join levels before the split.");
            values[key] = trained with { Codes = Array.ConvertAll(own.Codes, c => place[c]) };
        }
        return DesignColumns.Build(training.Model.Terms, training.Model.Strata, values, rows.Rows.Length);
    }
}
