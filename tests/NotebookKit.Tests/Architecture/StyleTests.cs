using System.Text.RegularExpressions;

namespace NotebookKit.Tests.Architecture;

/// <summary>How the house writes, where no analyzer of the SDK can say it (fields: IDE1006 in .editorconfig).</summary>
public sealed partial class StyleTests
{
    private const int LongestLine = 140;

    // the text of a raw literal is a document or a cell with lines of its own
    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [Fact]
    public void No_line_of_code_is_longer_than_140_characters()
    {
        string[] folders = ["src", "tests"];
        List<string> found = [];
        foreach (string file in folders.SelectMany(f => Directory.EnumerateFiles(Repository.Path(f), "*.cs", SearchOption.AllDirectories)))
        {
            if (Path.GetRelativePath(Repository.Path(), file).Split(Path.DirectorySeparatorChar).Contains("node_modules")) continue;
            bool isRaw = false;
            foreach ((int i, string line) in File.ReadLines(file).Index())
            {
                int quotes = RawQuotes().Count(line);
                if (line.Length > LongestLine && !isRaw && quotes == 0)
                    found.Add($"{Path.GetRelativePath(Repository.Path(), file)}:{i + 1}: {line.Length} characters");
                if (quotes % 2 == 1) isRaw = !isRaw;
            }
        }
        Assert.Empty(found);
    }
}
