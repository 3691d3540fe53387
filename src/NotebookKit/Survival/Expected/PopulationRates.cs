using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Expected;

/// <summary>
/// Rates of death of a population by age, calendar year and further columns, constant in each cell, as R's <c>survexp.us</c>.
/// </summary>
internal sealed class PopulationRates
{
    private readonly double[] _ages, _years;
    private readonly string[] _factors;
    private readonly Dictionary<string, double> _rates = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A column is missing, a cell stands twice or is missing, or a rate is not a number of 0 or
    /// more.</exception>
    public PopulationRates(DataFrame rates, ExpectedOptions options)
    {
        var reader = new ColumnReader(rates);
        foreach (string needed in (string[])[options.Age, options.Rate])
            if (!reader.Has(needed))
                throw new ArgumentException(
                    $"The table of rates has no column '{needed}'; it holds {string.Join(", ", rates.Columns.Select(c => c.Name))}. Name "
                        + "its columns in the options.");
        HasYear = reader.Has(options.Year);
        _factors = [.. rates.Columns.Select(c => c.Name).Where(c => c != options.Age && c != options.Year && c != options.Rate)];
        double[] age = reader.NumbersOrNaN(options.Age), year = HasYear ? reader.NumbersOrNaN(options.Year) : new double[age.Length],
            rate = reader.NumbersOrNaN(options.Rate);
        string?[][] factors = [.. _factors.Select(reader.Texts)];
        for (int i = 0; i < age.Length; i++)
        {
            string at = FormattableString.Invariant($"Table of rates, row {ColumnReader.ExcelRow(i)}");
            if (!double.IsFinite(age[i]) || !double.IsFinite(year[i]) || Array.Exists(factors, f => f[i] is null))
                throw new ArgumentException(
                    $"{at}: a value is missing; every cell needs its "
                        + $"age{(HasYear ? ", year" : "")}{string.Concat(_factors.Select(f => ", " + f))} and rate.");
            if (!(rate[i] >= 0) || !double.IsFinite(rate[i]))
                throw new ArgumentException(
                    FormattableString.Invariant($"{at}: found rate {rate[i]}; expected deaths per person and year, 0 or more."));
            if (!_rates.TryAdd(Key(age[i], year[i], [.. factors.Select(f => f[i]!)]), rate[i]))
                throw new ArgumentException($"{at}: the cell stands twice.");
        }
        (_ages, _years) = ([.. age.Distinct().Order()], [.. year.Distinct().Order()]);
        Levels = [.. factors.Select(f => f.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray())];
        long cells = Levels.Aggregate((long)_ages.Length * _years.Length, (n, l) => n * l.Length);
        if (cells != _rates.Count)
            throw new ArgumentException(
                $"The table of rates has {_rates.Count} cells; {cells} are needed, one for every combination of "
                    + $"age{(HasYear ? ", year" : "")}{string.Concat(_factors.Select(f => ", " + f))}.");
    }

    public bool HasYear { get; }

    /// <summary>Columns beside age and year that cohort and table share.</summary>
    public IReadOnlyList<string> Factors => _factors;

    public string[][] Levels { get; }

    /// <summary>Rows whose age or year lies beyond the table at some time: the nearest cell counts.</summary>
    public HashSet<int> Beyond { get; } = [];

    /// <summary>Expected events of a person between two times, in years since their entry into the table.</summary>
    public double Hazard(int row, double age, double year, string[] factors, double from, double to)
    {
        double hazard = 0;
        for (double t = from; to - t > 1e-12;)
        {
            int a = Cell(_ages, age + t), y = Cell(_years, year + t);
            double next = Math.Min(to, Math.Min(End(_ages, a, age), End(_years, y, year)));
            if (age + t < _ages[0] - 1e-9 || (HasYear && (year + t < _years[0] - 1e-9 || year + t > _years[^1] + Width(_years) + 1e-9))
                || age + t > _ages[^1] + Width(_ages) + 1e-9) Beyond.Add(row);
            hazard += _rates[Key(_ages[a], _years[y], factors)] * (next - t);
            t = next;
        }
        return hazard;
    }

    private static double Width(double[] cuts) => cuts.Length > 1 ? cuts[^1] - cuts[^2] : double.PositiveInfinity;

    private static double End(double[] cuts, int cell, double at) => cell + 1 < cuts.Length ? cuts[cell + 1] - at : double.PositiveInfinity;

    private static int Cell(double[] cuts, double value)
    {
        int at = Array.BinarySearch(cuts, value + 1e-12);
        return Math.Max(0, at >= 0 ? at : ~at - 1);
    }

    private static string Key(double age, double year, string[] factors) =>
        string.Join('\u001f', [age.ToString("R", CultureInfo.InvariantCulture), year.ToString("R", CultureInfo.InvariantCulture),
            .. factors]);
}
