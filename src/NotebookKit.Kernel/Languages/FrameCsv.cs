using System.Globalization;
using System.Text;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Languages;

/// <summary>Data frames as the CSV files by which they go to R and come back.</summary>
internal static class FrameCsv
{
    /// <summary>What a column becomes in R.</summary>
    public static string KindOf(SharedColumn column, long rows) => Type.GetTypeCode(column.Type) switch
    {
        TypeCode.Boolean => "logical",
        TypeCode.Int32 => "integer",
        TypeCode.Int64 or TypeCode.Single or TypeCode.Double or TypeCode.Decimal => "double",
        TypeCode.DateTime => HasTimes(column, rows) ? "POSIXct" : "Date",
        _ => "character",
    };

    /// <summary>Writes a frame.</summary>
    /// <returns>What stands for missing values: a text that stands nowhere else.</returns>
    public static string Write(SharedFrame frame, string file)
    {
        string missing = "<missing>";
        while (frame.Columns.Any(c => Has(c, frame.Rows, missing))) missing = $"<{missing}>";
        bool[] withTime = [.. frame.Columns.Select(c => KindOf(c, frame.Rows) == "POSIXct")];
        using var writer = new StreamWriter(file, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', frame.Columns.Select(c => Quote(c.Name))));
        for (long row = 0; row < frame.Rows; row++)
            writer.WriteLine(string.Join(',', frame.Columns.Select((c, i) => Quote(Text(c.Value(row), withTime[i]) ?? missing))));
        return missing;
    }

    /// <summary>Reads what R wrote: texts in quotation marks, nothing where a value is missing.</summary>
    /// <param name="text">The file.</param>
    /// <param name="kinds">What each column is in R.</param>
    public static SharedFrame Read(string text, IReadOnlyList<string> kinds)
    {
        List<List<string?>> rows = Records(text);
        var columns = new List<SharedColumn>();
        for (int i = 0; i < kinds.Count; i++)
        {
            int column = i;
            Type type = kinds[i] switch
            {
                "logical" => typeof(bool),
                "integer" => typeof(int),
                "double" => typeof(double),
                "Date" or "POSIXct" => typeof(DateTime),
                _ => typeof(string),
            };
            columns.Add(new(rows[0][i] ?? "", type, row => Value(rows[(int)row + 1][column], type)));
        }
        return new(columns, rows.Count - 1);
    }

    private static bool Has(SharedColumn column, long rows, string text)
    {
        if (column.Type != typeof(string)) return false;
        for (long row = 0; row < rows; row++)
            if ((string?)column.Value(row) == text) return true;
        return false;
    }

    private static bool HasTimes(SharedColumn column, long rows)
    {
        for (long row = 0; row < rows; row++)
            if (column.Value(row) is DateTime date && date.TimeOfDay != TimeSpan.Zero) return true;
        return false;
    }

    private static string? Text(object? value, bool withTime) => value switch
    {
        null => null,
        bool flag => flag ? "TRUE" : "FALSE",
        double.PositiveInfinity or float.PositiveInfinity => "Inf",
        double.NegativeInfinity or float.NegativeInfinity => "-Inf",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => ((double)number).ToString("R", CultureInfo.InvariantCulture),
        DateTime date => date.ToString(withTime ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static object? Value(string? text, Type type)
    {
        if (text is null || type == typeof(string)) return text;
        if (type == typeof(bool)) return text == "TRUE";
        if (type == typeof(int)) return int.Parse(text, CultureInfo.InvariantCulture);
        if (type == typeof(DateTime)) return DateTime.Parse(text, CultureInfo.InvariantCulture);
        return text switch
        {
            "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
    }

    private static string Quote(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static List<List<string?>> Records(string text)
    {
        var rows = new List<List<string?>>();
        var row = new List<string?>();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                var field = new StringBuilder();
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"' && at++ > 0); at++) field.Append(text[at]);
                row.Add(field.ToString());
                at++;
            }
            else
            {
                int end = text.IndexOfAny([',', '\n'], at);
                row.Add(end > at ? text[at..end].TrimEnd('\r') : null);
                at = end;
            }
            if (text[at] == '\r') at++;
            if (text[at] != '\n') continue;
            rows.Add(row);
            row = [];
        }
        return rows;
    }
}
