using System.IO.Compression;
using System.Xml.Linq;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

public sealed class TableSnapshotTests
{
    [Fact]
    public void Html() => Match(SampleTables.Publishable.ToHtml().Replace("<tr", "\n<tr"), "html");

    [Fact]
    public void Markdown() => Match(SampleTables.Publishable.ToMarkdown(), "md");

    [Fact]
    public void Latex() => Match(SampleTables.Publishable.ToLatex(), "tex");

    [Fact]
    public void Csv() => Match(SampleTables.Publishable.ToCsv(), "csv");

    [Fact]
    public void Text() => Match(SampleTables.Publishable.ToString(), "txt");

    [Fact]
    public void Word()
    {
        using var zip = new ZipArchive(new MemoryStream(SampleTables.Publishable.ToWord()));
        Match(XDocument.Load(zip.GetEntry("word/document.xml")!.Open()).ToString() + "\n", "docx.xml");
    }

    [Fact]
    public void The_same_table_gives_the_same_word_file() =>
        Assert.Equal(SampleTables.Publishable.ToWord(), SampleTables.Publishable.ToWord());

    private static void Match(string actual, string ending) =>
        Snapshot.Match(actual, "NotebookKit.Tests", "Rendering", "Snapshots", "publishable." + ending);
}
