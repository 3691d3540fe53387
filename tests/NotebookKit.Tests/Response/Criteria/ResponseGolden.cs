namespace NotebookKit.Tests.Response.Criteria;

/// <summary>Rows of a golden CSV file by column name; cells may be quoted.</summary>
internal static class ResponseGolden
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string file)
    {
        string[][] lines = [.. File.ReadAllLines(Repository.Path("tests", "NotebookKit.Tests", "Response", "golden", file))
            .Where(l => l.Length > 0).Select(Cells)];
        Assert.All(lines, l => Assert.Equal(lines[0].Length, l.Length));
        return [.. lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(c => c.First, c => c.Second))];
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        int i = 0;
        while (i <= line.Length)
        {
            bool quoted = i < line.Length && line[i] == '"';
            int end = quoted ? line.IndexOf('"', i + 1) : line.IndexOf(',', i);
            if (end < 0) end = line.Length;
            cells.Add(line[(quoted ? i + 1 : i)..end]);
            i = end + (quoted ? 2 : 1);
        }
        return [.. cells];
    }
}
