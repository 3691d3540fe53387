using System.Security.Cryptography;
using System.Text;
using NotebookKit.Kernel.Checks;

namespace NotebookKit.Kernel.Tests.Session;

/// <summary>Cells and files with the line ends of Windows are the cells and files of other systems.</summary>
public sealed class LineEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ends").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("var t = @\"a\nb\";\nt.Length")]
    [InlineData("#!markdown\n# A\n#!csharp\nvar n = 3;\nn")]
    [InlineData("#r \"System.Xml\"\nusing System.Xml;\nnameof(XmlReader)")]
    [InlineData("#!time\n\n6 * 7")]
    [InlineData("#!import part.csx\npart + 1")]
    [InlineData("#load \"part.csx\"\npart + 1")]
    [InlineData("#!sql --name answer\nselect 6 * 7 as n\n-- a word\n#!csharp\n1")]
    [InlineData("int a = 1;\n\nint b = oops;\n")]
    public async Task A_cell_does_the_same(string code)
    {
        File.WriteAllText(Path.Combine(_folder, "part.csx"), "// a part\nvar part = 41;\n");
        string[] feeds = await OutputsAsync(code);
        File.WriteAllText(Path.Combine(_folder, "part.csx"), "// a part\r\nvar part = 41;\r\n");
        Assert.Equal(feeds, await OutputsAsync(code.ReplaceLineEndings("\r\n")));
    }

    [Fact]
    public void A_text_keeps_its_hash_and_what_is_no_text_does_not()
    {
        // Longer than the pieces in which it is read, with an end of line across the border.
        string text = "a;b\r\n" + new string('x', (1 << 16) - 6) + "\r\nc\rd\r\n\r";
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n"))), Of("data.csv", text));
        Assert.Equal(Of("data.csv", text.Replace("\r\n", "\n")), Of("data.csv", text));
        Assert.NotEqual(Of("data.csv", text.Replace("\r", "")), Of("data.csv", text));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(text)), Of("data.xlsx", text));
        Assert.Equal(SHA256.HashData([]), Of("data.csv", ""));
        Assert.Equal(Provenance.Hash("a\nb"), Provenance.Hash("a\r\nb"));
    }

    private byte[] Of(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return Provenance.FileHash(path);
    }

    private async Task<string[]> OutputsAsync(string code)
    {
        await using var session = new TestSession(_folder);
        (var result, RecordingSink sink) = await session.RunAsync(code);
        return [sink.StandardOutput, sink.StandardError, sink.Result ?? "",
            $"{result.Error?.Name} {result.Error?.Message} {result.Error?.Line}"];
    }
}
