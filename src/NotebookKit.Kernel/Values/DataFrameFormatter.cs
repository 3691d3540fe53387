using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Kernel.Values;

/// <summary>Shows a <c>Microsoft.Data.Analysis.DataFrame</c>, known by its name alone, as a table of its first rows.</summary>
internal static class DataFrameFormatter
{
    private const string AssemblyName = "Microsoft.Data.Analysis";
    private const string TypeName = "Microsoft.Data.Analysis.DataFrame";
    private const int MaxRows = 20;
    private const int DigitsShown = 4;
    private const string Missing = "–";

    /// <summary>Registers for the frame's type wherever it is loaded from, now or later.</summary>
    public static void Register()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => RegisterFrom(loaded.LoadedAssembly);
        Formatter.Register<SharedFrame>((frame, writer) => writer.Write(Html(Read(frame))), HtmlFormatter.MimeType);
        Formatter.Register<SharedFrame>((frame, writer) => writer.Write(Plain(Read(frame))), PlainTextFormatter.MimeType);
        RegisterAgain();
    }

    /// <summary>Registers over formatters that others have registered since.</summary>
    public static void RegisterAgain()
    {
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies()) RegisterFrom(assembly);
    }

    private static void RegisterFrom(Assembly assembly)
    {
        if (assembly.GetName().Name != AssemblyName || assembly.GetType(TypeName) is not { } type) return;
        Formatter.Register(type, (frame, writer) => writer.Write(Html(Read(SharedFrame.Of(frame)))), HtmlFormatter.MimeType);
        Formatter.Register(type, (frame, writer) => writer.Write(Plain(Read(SharedFrame.Of(frame)))), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(type, HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }

    private static string Html(Frame frame)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (Column column in frame.Columns)
            html.Append("<th scope=\"col\"").Append(Align(column)).Append('>').Append(Encode(column.Name)).Append("</th>");
        html.Append("</tr></thead><tbody>");
        for (int row = 0; row < frame.Shown; row++)
        {
            html.Append("<tr>");
            foreach (Column column in frame.Columns)
                html.Append("<td").Append(Align(column)).Append('>').Append(Encode(column.Cells[row])).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table><p style=\"font-size:0.85em\">").Append(Encode(frame.Size)).Append("</p>").ToString();
    }

    private static string Plain(Frame frame)
    {
        var text = new StringBuilder();
        int[] widths = [.. frame.Columns.Select(c => c.Cells.Append(c.Name).Max(cell => OneLine(cell).Length))];
        for (int row = -1; row < frame.Shown; row++)
        {
            IEnumerable<string> cells = frame.Columns.Select((c, i) =>
            {
                string cell = OneLine(row < 0 ? c.Name : c.Cells[row]);
                return c.IsNumeric ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]);
            });
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
        return text.Append(frame.Size).ToString();
    }

    private static string Align(Column column) =>
        column.IsNumeric ? " style=\"text-align:right\"" : column.IsDate
            ? " style=\"text-align:left;white-space:nowrap\""
            : " style=\"text-align:left\"";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string[] Cells(object?[] values)
    {
        double?[] numbers = [.. values.Select(v => v switch { double number => number, float number => number, _ => (double?)null })];
        int decimals = Decimals([.. numbers.OfType<double>().Where(double.IsFinite)]);
        return [.. values.Select((v, i) => numbers[i] is { } number ? Number(number, decimals) : Cell(v))];
    }

    // whole numbers have none; else the largest number of the column shows four digits, and all the same decimals
    private static int Decimals(double[] numbers)
    {
        if (numbers.All(n => n == Math.Floor(n))) return 0;
        double largest = numbers.Max(Math.Abs);
        int before = largest < 1 ? 1 : (int)Math.Floor(Math.Log10(largest)) + 1, needed = 1;
        while (needed < 4 && numbers.Any(n => Math.Abs(n - Math.Round(n, needed)) > 1e-9 * Math.Abs(n))) needed++;
        return Math.Min(needed, Math.Max(1, DigitsShown - before + (largest < 1 ? 1 : 0)));
    }

    // a number that the decimals would make 0, or that is too long, is written with an exponent
    private static string Number(double number, int decimals) =>
        !double.IsFinite(number) || Math.Abs(number) >= 1e15 || (number != 0 && Math.Abs(number) < 0.5 * Math.Pow(10, -decimals))
            ? number.ToString("G3", CultureInfo.InvariantCulture) : number.ToString("F" + decimals, CultureInfo.InvariantCulture);

    private static string Cell(object? value) => value switch
    {
        null => Missing,
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static Frame Read(SharedFrame frame)
    {
        int shown = (int)Math.Min(frame.Rows, MaxRows);
        List<Column> columns = [.. frame.Columns.Select(c => new Column(
            c.Name, c.Type != typeof(bool) && c.Type.IsPrimitive || c.Type == typeof(decimal), c.Type == typeof(DateTime),
            Cells([.. Enumerable.Range(0, shown).Select(row => c.Value(row))])))];
        return new(columns, frame.Rows, shown);
    }

    private sealed record Column(string Name, bool IsNumeric, bool IsDate, string[] Cells);

    private sealed record Frame(List<Column> Columns, long Rows, int Shown)
    {
        public string Size => $"{Count(Rows, "row")} × {Count(Columns.Count, "column")}"
            + (Shown < Rows ? $"; the first {Shown} rows are shown" : "");

        private static string Count(long number, string word) =>
            FormattableString.Invariant($"{number:N0} {word}{(number == 1 ? "" : "s")}");
    }
}
