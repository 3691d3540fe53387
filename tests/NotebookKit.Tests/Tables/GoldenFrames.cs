using System.Globalization;
using Microsoft.Data.Analysis;

namespace NotebookKit.Tests.Tables;

/// <summary>Reads the CSV files of golden data: numbers as numbers, all else as text, empty as missing.</summary>
internal static class GoldenFrames
{
    public static DataFrame Read(params string[] path)
    {
        string[] lines = File.ReadAllLines(Repository.Path(["tests", "NotebookKit.Tests", "Tables", "golden", .. path]));
        string[][] cells = [.. lines.Skip(1).Select(Split)];
        return new DataFrame(Split(lines[0]).Select((name, c) => Column(name, [.. cells.Select(r => r[c])])));
    }

    private static string[] Split(string line) => [.. line.Split(',').Select(v => v.Trim('"'))];

    private static DataFrameColumn Column(string name, string[] values)
    {
        if (values.All(v => v.Length == 0 || double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            && values.Any(v => v.Length > 0))
            return new DoubleDataFrameColumn(name, values.Select(
                v => v.Length == 0 ? (double?)null : double.Parse(v, CultureInfo.InvariantCulture)));
        if (values.All(
            v => v.Length == 0 || DateTime.TryParseExact(v, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                && values.Any(v => v.Length > 0))
            return new DateTimeDataFrameColumn(name,
                values.Select(v => v.Length == 0 ? (DateTime?)null : DateTime.Parse(v, CultureInfo.InvariantCulture)));
        return new StringDataFrameColumn(name, values.Select(v => v.Length == 0 ? null : v));
    }
}
