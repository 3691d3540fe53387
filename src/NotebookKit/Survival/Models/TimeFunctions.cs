using System.Globalization;
using System.Collections.Immutable;

namespace NotebookKit.Survival.Models;

/// <summary>
/// Covariates that are functions of time, <c>tt(x)</c>: at every event time each row at risk becomes a row of its own, at risk at that time
/// alone, so that the covariate has its value there. The partial likelihood looks at risk sets alone and stays what it is.
/// </summary>
internal static class TimeFunctions
{
    private const long MostRows = 5_000_000;

    public static bool Any(SurvivalFormula model) => model.Terms.Any(t => t.Variables.Any(IsOne));

    /// <summary>The rows of every risk set, with the frame row of each in <see cref="ModelFrame.Rows"/>.</summary>
    /// <exception cref="ArgumentException">No function is given, the risk sets are too many, or the function has no finite
    /// value.</exception>
    public static ModelFrame Expand(ModelFrame frame, Func<double, double, double>? function)
    {
        if (function is null)
            throw new ArgumentException(
                $"{frame.Model}: tt() needs to know how the covariate changes with time: set TimeFunction in the options, such as "
                    + "TimeFunction = (x, t) => x * Math.Log(t).");
        List<int> rows = [];
        List<double> time = [], entry = [];
        for (int s = 0; s < frame.StratumNames.Length; s++)
        {
            int stratum = s;
            int[] own = [.. Enumerable.Range(0, frame.Time.Length).Where(i => frame.Strata.Length == 0 || frame.Strata[i] == stratum)];
            double[] events = [.. own.Where(i => frame.IsEvent[i]).Select(i => frame.Time[i]).Distinct().Order()];
            for (int k = 0; k < events.Length; k++)
            {
                double before = k > 0 ? events[k - 1] : events[0] - 1;
                foreach (int i in own)
                {
                    if (frame.Time[i] < events[k] || (frame.Entry.Length > 0 && frame.Entry[i] >= events[k])) continue;
                    rows.Add(i);
                    time.Add(events[k]);
                    entry.Add(before);
                }
                if (rows.Count > MostRows)
                    throw new ArgumentException(
                        $"tt() compares rows at every event time, here more than {MostRows / 1_000_000} million times. Split follow-up at "
                            + "a few times instead (SplitFollowUp).");
            }
        }
        if (rows.Count == 0)
            throw new ArgumentException(
                $"tt() compares rows at event times; found no event in {frame.Time.Length} rows. Check which value of the status column "
                    + "marks the event.");
        int[] index = [.. rows];
        var variables = frame.Variables.ToDictionary(v => v.Key, v => Select(v.Value, index, time, function), StringComparer.Ordinal);
        T[] Pick<T>(T[] values) => values.Length == 0 ? [] : Array.ConvertAll(index, i => values[i]);
        return frame with
        {
            Variables = variables, Columns = DesignColumns.Build(frame.Model.Terms, frame.Model.Strata, variables, index.Length,
                frame.Labels),
            Time = [.. time], Entry = [.. entry], IsEvent = [.. index.Select((i, k) => frame.IsEvent[i] && frame.Time[i] == time[k])],
            Rows = Pick(frame.Rows),
            Weights = Pick(frame.Weights), Offset = Pick(frame.Offset), Strata = Pick(frame.Strata),
            // weights that are no counts make the variance robust by row: by the row it was
            Clusters = frame.Clusters.Length > 0 ? Pick(frame.Clusters) : frame.Weights.Any(w => w != Math.Floor(w)) ? index : [],
        };
    }

    private static bool IsOne(ModelVariable variable) => variable.Transform?.Function == Transform.Time;

    private static VariableValues Select(VariableValues values, int[] rows, List<double> time, Func<double, double, double> function)
    {
        if (values.IsFactor) return values with { Codes = Array.ConvertAll(rows, i => values.Codes[i]) };
        if (!IsOne(values.Variable)) return values with { Numbers = Array.ConvertAll(rows, i => values.Numbers[i]) };
        double[] numbers = [.. rows.Select((i, k) => function(values.Numbers[i], time[k]))];
        int bad = Array.FindIndex(numbers, v => !double.IsFinite(v));
        return bad < 0 ? values with { Numbers = numbers }
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"{values.Variable}: the time function of {values.Numbers[rows[bad]]} at {time[bad]} is not a finite number. Take "
                        + $"another, such as x * Math.Log(t + 1)."));
    }
}
