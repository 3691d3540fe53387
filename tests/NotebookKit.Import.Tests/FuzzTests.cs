using NotebookKit.Import.Reading;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Tests;

/// <summary>
/// 100,000 mutations of valid files: no exception, and no row that was not touched changes without a finding. The seed is fixed.
/// </summary>
public sealed class FuzzTests
{
    private static readonly DataFileOptions Options = new() { Today = new DateOnly(2026, 11, 27),
        Limits = new DataFileLimits { PartBytes = 4 << 20, CellCharacters = 1 << 20 } };

    private static readonly string[] Nasty =
    [
        "", " ", "\"", "\"\"", "NA", "-", "0", "-0", "007", "1e400", "1,5", "1.026", "<5", "5-10", "2019-02-30", "30.02.2019", "03/04/2019",
        "43528", "=1+1", "\u00A0", "\u200B", "\0", "é", "日本", "x;y", "a,b", "a\nb", "\t",
        "99999999999999999999", "1 000", "NaN", "∞", "½", "#N/A", "TRUE", "yes", "Σ", "\uFFFD", "'", "\\", "{}", "𝒳",
    ];

    private static string Zoo(params string[] parts) =>
        Repository.Path(["tests", "NotebookKit.Import.Tests", "golden", "data-zoo", .. parts]);

    [Fact]
    public void One_changed_cell_of_a_text_file_changes_no_other_row_in_silence()
    {
        var random = new Random(20261127);
        string[][] tables =
        [
            [.. Enumerable.Range(0, 12)
                .Select(i =>
                    $"P{i:00},{50 + i},{(i % 2 == 0 ? "female" : "male")},2019-0{1 + (i % 9)}-1{i % 10},{1.5 + i / 4.0:0.00},text "
                        + $"{(char)('a' + i)}")],
        ];
        const string Header = "id,age,sex,date,value,note";
        string[] rows = tables[0];
        string[] before = Texts(Read(Header + "\n" + string.Join('\n', rows) + "\n"));
        for (int i = 0; i < 50_000; i++)
        {
            int row = random.Next(rows.Length), column = random.Next(6);
            string[] cells = rows[row].Split(',');
            string nasty = Nasty[random.Next(Nasty.Length)];
            cells[column] = random.Next(2) == 0 ? nasty : Quoted(nasty);
            string text = Header + "\n" + string.Join('\n', rows.Select((r, k) => k == row ? string.Join(',', cells) : r)) + "\n";
            FileContent read = Read(text);
            if (read.Findings.Any()) continue;
            string[] after = Texts(read);
            Assert.True(after.Length == before.Length,
                $"rows changed in silence by '{nasty}' in column {column}: {after.Length}, not {before.Length}\n{text}");
            for (int k = 0; k < before.Length; k++)
                if (k != row)
                    Assert.True(Same(before[k], after[k]),
                        $"'{nasty}' in column {column} of row {row + 2} changed row {k + 2}: {before[k]} -> {after[k]}");
        }
    }

    [Theory]
    [InlineData(21_000, "text", "utf8.csv")]
    [InlineData(6_000, "text", "quoted-newline.csv")]
    [InlineData(4_000, "redcap", "repeating-raw.csv")]
    [InlineData(4_000, "text", "utf16le-bom.csv")]
    [InlineData(2_500, "workbooks", "date-styles.xlsx")]
    [InlineData(500, "workbooks", "converted-dates.ods")]
    [InlineData(3_000, "statistics", "spss.sav")]
    [InlineData(2_000, "statistics", "spss-z.zsav")]
    [InlineData(2_500, "statistics", "stata-118.dta")]
    [InlineData(2_500, "statistics", "stata-114.dta")]
    [InlineData(2_000, "statistics", "v5.xpt")]
    public void Changed_bytes_are_read_or_refused(int times, string folder, string file)
    {
        byte[] whole = File.ReadAllBytes(Zoo(folder, file));
        var random = new Random(file.Length * 1000 + times);
        for (int i = 0; i < times; i++)
        {
            byte[] bytes = [.. whole];
            int changes = 1 + random.Next(3);
            for (int c = 0; c < changes; c++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(5) == 0) bytes = bytes[..random.Next(bytes.Length)];
            FileContent read = FileReader.Read(bytes, file, Options);
            Assert.True(read.Frame is not null || read.Findings.Any(f => f.HowToFix.Length > 0));
        }
    }

    private static FileContent Read(string text) => FileReader.Read(System.Text.Encoding.UTF8.GetBytes(text), "fuzz.csv", Options);

    private static string[] Texts(FileContent read) => read.Frame is null ? [] :
        [.. Enumerable.Range(0, (int)read.Frame.Rows.Count)
            .Select(r =>
                string.Join("|", read.Frame.Columns.Select(
                    c => Convert.ToString(c[r], System.Globalization.CultureInfo.InvariantCulture))))];

    /// <summary>Equal but for the way a column that became text or numbers writes the same value.</summary>
    private static bool Same(string a, string b)
    {
        string[] x = a.Split('|'), y = b.Split('|');
        return x.Length == y.Length && x.Zip(y).All(p => p.First == p.Second || Plain(p.First) == Plain(p.Second));
    }

    private static string Plain(string text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double n)
            ? n.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : DateTime.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out DateTime d)
            ? d.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : text;

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"")}\"";
}
