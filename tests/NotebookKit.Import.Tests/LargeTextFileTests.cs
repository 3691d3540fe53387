using System.Globalization;
using System.Text;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Import.Reading;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Tests;

/// <summary>The reader of files of many rows says and reads what the other one does, or leaves the file to it.</summary>
public sealed class LargeTextFileTests : IDisposable
{
    private static readonly DataFileOptions Options = new() { Today = new DateOnly(2026, 11, 27) };

    private readonly string _folder = Directory.CreateTempSubdirectory("large").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_of_the_zoo_come_out_the_same()
    {
        int read = Directory.GetFiles(Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo", "text")).Count(IsSame);
        Assert.True(read >= 20, $"{read} files were read");
    }

    [Fact]
    public void Invented_files_come_out_the_same()
    {
        var random = new Random(20261127);
        int read = 0;
        for (int n = 0; n < 400; n++) read += IsSame(Write($"{n}.csv", Invented(random))) ? 1 : 0;
        Assert.True(read > 150, $"{read} of 400 files were read");
    }

    [Fact]
    public void Records_longer_than_what_is_read_at_once_are_whole()
    {
        var text = new StringBuilder("id,note,value\n");
        for (int i = 0; i < 300; i++)
            text.Append(CultureInfo.InvariantCulture, $"A{i},\"{new string((char)('a' + (i % 26)), 3000)}\n\"\"{i}\"\", ü\",{i}\n");
        text.Append("B,\"").Append('x', 600_000).Append("\",7");
        Assert.True(IsSame(Write("long.csv", text.ToString())));
    }

    [Fact]
    public void Identifiers_beyond_the_distinct_ones_are_the_same()
    {
        var random = new Random(4);
        var text = new StringBuilder("patient_id,visit,sex,ki67,word\n");
        for (int i = 0; i < 70_000; i++)
            text.Append(CultureInfo.InvariantCulture,
                $"P{i:D6},{new DateOnly(2010, 1, 1).AddDays(i % 4000):yyyy-MM-dd},{(i % 2 == 0 ? "female" : "male")},"
                    + $"{(i % 50 == 0 ? "" : random.Next(100))},w-{random.Next(1_000_000)}\n");
        Assert.True(IsSame(Write("ids.csv", text.ToString())));
        Assert.True(IsSame(Write("odd.csv", text.Append("NA001,2010-01-01,female,3,w_1\n<5,2010-01-01,male,4,12.03.2020\n").ToString())));
    }

    [Theory]
    [InlineData("zero-padded identifiers")]
    [InlineData("decimal commas")]
    [InlineData("remarks")]
    [InlineData("identifiers and one remark")]
    public void Columns_of_which_nearly_all_cells_differ_are_read_once_and_the_same(string kind)
    {
        const int Rows = 70_000;
        string Cell(int i) => kind switch
        {
            "zero-padded identifiers" => i.ToString("D7", CultureInfo.InvariantCulture),
            "decimal commas" => $"{i},{i % 9 + 1}",
            "remarks" => $"seen on {i}, wants {(i % 7 == 0 ? "größere" : "no")} change",
            _ => i == Rows - 2 ? "moved away, Zürich" : $"P{i:D6}",
        };
        var words = new NotebookKit.Import.Streaming.WordColumn("x", Rows);
        var text = new StringBuilder("a;b\n");
        for (int i = 0; i < Rows; i++)
        {
            Assert.True(words.Add(i % 1000 == 5 ? [] : Encoding.UTF8.GetBytes(Cell(i)), i)); // false would read the file again
            text.Append(i % 1000 == 5 ? "" : Cell(i)).Append(';').Append(i).Append('\n');
        }
        Assert.Equal(Rows, words.Characters!.Count);
        Assert.Equal("", words.Characters[5].ToString());
        Assert.Equal(Cell(Rows - 2), words.Characters[Rows - 2].ToString());
        Assert.True(IsSame(Write("many.csv", text.ToString())));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4,5\n")] // ragged
    [InlineData("a,b\n1,2\n\n3,4\n")] // a blank row
    [InlineData("a,b\n1,2\n\"3,4\n")] // a quotation mark that is not closed
    [InlineData("a,b\n1,2\nTotal,4\n")] // a sum below
    [InlineData("a,b\n1,\"x\"y\n")] // text after a quotation mark
    [InlineData("# a comment\na,b\n1,2\n")]
    [InlineData("sep=,\na,b\n1,2\n")]
    [InlineData("a,b\rc,2\r")] // lines of an old Mac
    [InlineData("redcap_repeat_instrument,redcap_repeat_instance\nx,1\n")]
    public void What_is_out_of_the_ordinary_is_left_to_the_other_reader(string text) => Assert.False(IsSame(Write("odd.csv", text)));

    [Fact]
    public void Bytes_that_are_no_text_are_left_to_the_other_reader()
    {
        string path = Path.Combine(_folder, "latin.csv");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 300_000)) + "1,Mü\n"));
        Assert.Null(FileReader.Large(path, "latin.csv", Options, 0));
        DataFile read = DataFile.Read(path, options: Options);
        Assert.Contains(read.Findings, f => f.Rule == "encoding" && f.Message.Contains("Windows-1252", StringComparison.Ordinal));
        Assert.Equal("Mü", read.Frame["b"][300_000]);
    }

    /// <summary>Whether the reader of large files took it; what it took must be the same.</summary>
    private static bool IsSame(string path)
    {
        string file = Path.GetFileName(path);
        if (FileReader.Large(path, file, Options, 0) is not { } large) return false;
        FileContent whole = FileReader.Read(File.ReadAllBytes(path), file, Options);
        Assert.Equal(Said(whole), Said(large));
        Assert.Equal(whole.Decided, large.Decided);
        Assert.Equal(whole.Columns.Select(About), large.Columns.Select(About));
        foreach ((DataFrameColumn a, DataFrameColumn b) in whole.Frame!.Columns.Zip(large.Frame!.Columns))
        {
            Assert.Equal((file, a.Name, a.Length, a.NullCount, a.GetType()), (file, b.Name, b.Length, b.NullCount, b.GetType()));
            Assert.Equal(a.Cast<object?>(), b.Cast<object?>());
        }
        Assert.Equal(Enumerable.Range(0, 3).Select(whole.RowNumbers), Enumerable.Range(0, 3).Select(large.RowNumbers));
        return true;
    }

    private static IEnumerable<string> Said(FileContent content) =>
        content.Findings.Where(f => f.Rule != "duplicate-row" && f.Rule != "layout-transposed")
            .Select(f => $"{f.Severity} {f.Rule} {f.Row} {f.Column} {f.Value} {f.Message} {f.HowToFix}");

    private static string About(DataColumn c) =>
        $"{c.Name} {c.Type} {c.Unit} {c.Written} {c.Filled} {string.Join(";", c.Missing.Select(m => $"{m.Text} {m.Count}"))}";

    private string Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        File.WriteAllText(path, text, new UTF8Encoding(file.Length % 2 == 0));
        return path;
    }

    private static string Invented(Random random)
    {
        string[][] kinds =
        [
            ["1", "25", "300"], ["1", "2.5", "-30.25", "1.026"], ["2019-05-14", "2020-01-31"], ["female", "male"], ["yes", "no"],
            ["P0001", "P0002", "P17"], ["0001", "0012"], ["12.03.2019", "31.12.2020"],
            ["6,1", "7,35"], ["x"], ["1e5", "2E-3"], ["\"a, b\"", "\"c \"\"d\"\"\"", "e"], ["\"line\nbreak\"", "f"], ["größer", "naïve"],
            ["TACE", "tace ", "TAE"], ["12:30", "08:15"], ["5 mg", "7 mg"], ["20190514", "20200131"],
        ];
        string[] spoilers = ["", "", "", "", "NA", "<5", "k.A.", "?", "-", "n/a", "999", "\u00A0", "2019-13-40", "abc", "5-10", "#DIV/0!",
            "1,026", "−5", "=1+1", "12", "yes"];
        int columns = random.Next(2, 7), rows = random.Next(1, 60);
        string end = random.Next(3) == 0 ? "\r\n" : "\n";
        char delimiter = random.Next(2) == 0 ? ';' : '\t';
        string[][] of = [.. Enumerable.Range(0, columns).Select(_ => kinds[random.Next(kinds.Length)])];
        bool spoiled = random.Next(2) == 0;
        var text = new StringBuilder(string.Join(delimiter, Enumerable.Range(0, columns).Select(c => $"name{(char)('a' + c)}")))
            .Append(end);
        for (int r = 0; r < rows; r++)
        {
            text.AppendJoin(delimiter, of.Select(kind => spoiled && random.Next(12) == 0
                ? spoilers[random.Next(spoilers.Length)]
                : kind[random.Next(kind.Length)]));
            if (r < rows - 1 || random.Next(2) == 0) text.Append(end);
        }
        return text.ToString();
    }
}
