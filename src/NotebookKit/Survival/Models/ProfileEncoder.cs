using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Models;

/// <summary>Turns a profile into the covariate values of a fitted model.</summary>
internal static class ProfileEncoder
{
    /// <summary>One value per covariate.</summary>
    /// <exception cref="ArgumentException">A column of the model has no value in the profile, a level is unknown, or the profile names a
    /// column the model does not use.</exception>
    public static double[] Encode(Profile profile, ModelFrame? frame, ImmutableArray<Covariate> covariates)
    {
        frame?.RequireFixedCovariates("a prediction");
        string[] known = frame is null
            ? [.. covariates.Select(c => c.Name)]
            : [.. frame.Variables.Values.Select(v => v.Variable.Column).Union(frame.Model.Strata)];
        foreach ((string column, _) in profile)
            if (!known.Contains(column))
                throw new ArgumentException(
                    $"Profile '{profile.Name}': the model has no column '{column}'; it uses {string.Join(", ", known)}.");
        if (frame is null) return [.. covariates.Select(c => Number(profile, c.Name))];
        var values = new Dictionary<string, VariableValues>(StringComparer.Ordinal);
        foreach ((string key, VariableValues variable) in frame.Variables)
            values[key] = variable.IsFactor ? variable with { Codes = [Level(profile, variable.Variable.Column, variable.Levels)] }
                : variable with { Numbers = [Number(profile, variable.Variable.Column)] };
        return [.. DesignColumns.Build(frame.Model.Terms, frame.Model.Strata, values, 1).Select(c => c.Values.Span[0])];
    }

    /// <summary>A variable with the same value in every row.</summary>
    /// <exception cref="ArgumentException">The level is unknown, or a number is expected.</exception>
    public static VariableValues Set(VariableValues variable, object value, int rows)
    {
        string column = variable.Variable.Column;
        var profile = new Profile(column) { [column] = value };
        return variable.IsFactor ? variable with { Codes = [.. Enumerable.Repeat(Level(profile, column, variable.Levels), rows)] }
            : variable with { Numbers = [.. Enumerable.Repeat(Number(profile, column), rows)] };
    }

    /// <summary>Rows of a frame as profiles; null where a value of the model is missing.</summary>
    /// <exception cref="ArgumentException">A column is missing, or the model was fitted on arrays.</exception>
    public static Profile?[] Rows(DataFrame rows, ModelFrame? of)
    {
        ModelFrame frame = of ?? throw new ArgumentException("Predictions for rows need a model fitted on a data frame.");
        frame.RequireFixedCovariates("a prediction");
        var reader = new ColumnReader(rows);
        (string Name, Func<int, object?> Of)[] columns = [.. frame.Variables.Values.Select(v => v.Variable.Column).Union(frame.Model.Strata)
            .Select(name =>
        {
            if (!ColumnReader.IsNumeric(reader.Column(name)))
            {
                CategoryColumn texts = reader.Categories(name);
                return (name, i => texts.Codes[i] < 0 ? null : texts.Levels[texts.Codes[i]]);
            }
            double[] numbers = reader.NumbersOrNaN(name);
            return (name, (Func<int, object?>)(i => double.IsNaN(numbers[i]) ? null : numbers[i]));
        })];
        double[][] offsets = [.. frame.Model.Offsets.Select(reader.NumbersOrNaN)];
        return [.. Enumerable.Range(0, reader.RowCount).Select(i =>
        {
            double offset = offsets.Sum(o => o[i]);
            var profile = new Profile(FormattableString.Invariant($"row {ColumnReader.ExcelRow(i)}")) { Offset = offset };
            foreach ((string name, Func<int, object?> of) in columns)
            {
                if (of(i) is not { } value) return null;
                profile[name] = value;
            }
            return double.IsNaN(offset) ? null : profile;
        })];
    }

    /// <summary>The stratum a profile names.</summary>
    /// <exception cref="ArgumentException">It names none of the model.</exception>
    public static int StratumOf(Profile profile, ModelFrame? frame, ImmutableArray<string> strata)
    {
        for (int s = 0; s < strata.Length; s++)
            if (IsInStratum(profile, frame, strata[s])) return s;
        throw new ArgumentException($"Profile '{profile.Name}' lies in no stratum of the model; strata are: {string.Join("; ", strata)}.");
    }

    /// <summary>Whether the profile leaves the stratum open or names it.</summary>
    public static bool IsInStratum(Profile profile, ModelFrame? frame, string stratum)
    {
        string[] parts = stratum.Split(", ");
        return frame is null || frame.Model.Strata.All(column =>
            !profile.TryGet(column, out object value) || parts.Contains(FormattableString.Invariant($"{column}={value}")));
    }

    private static double Number(Profile profile, string column)
    {
        object value = Required(profile, column);
        return value is IConvertible and not string
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : throw new ArgumentException($"Profile '{profile.Name}', column '{column}': found '{value}'; expected a number.");
    }

    private static int Level(Profile profile, string column, ImmutableArray<string> levels)
    {
        string level = Convert.ToString(Required(profile, column), CultureInfo.InvariantCulture) ?? "";
        int code = levels.IndexOf(level);
        return code >= 0 ? code : throw new ArgumentException(
            $"Profile '{profile.Name}', column '{column}': found '{level}'; expected one of {string.Join(", ", levels)}.");
    }

    private static object Required(Profile profile, string column) => profile.TryGet(column, out object value)
        ? value : throw new ArgumentException(
            $"Profile '{profile.Name}' gives no value for '{column}'; a curve needs a value for every covariate of the model.");
}
