using System.Text.RegularExpressions;

namespace NotebookKit.Tests.Architecture;

/// <summary>Rooms one can know: each folder holds a handful of files, and the folders of a project form no circle.</summary>
public sealed partial class FolderTests
{
    private const int MaxFiles = 15;

    public static TheoryData<string> Projects =>
        ["NotebookKit.Kernel", "NotebookKit.Kernel.FSharp", "NotebookKit.Kernel.Sql", "NotebookKit.Cli"];

    [Theory, MemberData(nameof(Projects))]
    public void No_folder_holds_more_files_than_one_can_know(string project) =>
        Assert.Empty(Read(project).GroupBy(f => f.Folder).Where(g => g.Count() > MaxFiles).Select(g => $"{g.Key}: {g.Count()} files"));

    [Theory, MemberData(nameof(Projects))]
    public void Folders_form_no_circle(string project)
    {
        List<string> circles = Circles(Arrows(Read(project)));
        Assert.True(circles.Count == 0, string.Join('\n', circles));
    }

    [Fact]
    public void A_circle_is_found_by_usings_by_qualified_names_and_by_types_of_outer_folders()
    {
        Source a = new("P.A", "a.cs", "using P.B;\nnamespace P.A;\nclass InA { }"),
            b = new("P.B", "b.cs", "namespace P.B;\nclass InB { A.InA? x; }");
        Source inner = new("P.A.Inner", "c.cs", "namespace P.A.Inner;\nclass InInner { InA? x; } // InB"),
            outer = new("P.A", "d.cs", "namespace P.A;\nclass Outer { Inner.InInner? x; }");
        Assert.Equal(["P.A (a.cs) -> P.B (b.cs) -> P.A"], Circles(Arrows([a, b])));
        Assert.Equal(["P.A (d.cs) -> P.A.Inner (c.cs) -> P.A"],
            Circles(Arrows([a with { Text = "namespace P.A;\nclass InA { }" }, inner, outer])));
        Assert.Empty(Circles(Arrows([a, inner])));
    }

    /// <summary>Which folder uses which, each with a file that does.</summary>
    private static Dictionary<(string From, string To), string> Arrows(IReadOnlyList<Source> sources)
    {
        var declared = sources.SelectMany(s => Declaration().Matches(s.Text).Select(m => (Type: m.Groups["name"].Value, s.Folder)))
            .ToLookup(d => d.Type, d => d.Folder);
        HashSet<string> folders = [.. sources.Select(s => s.Folder)];
        var arrows = new Dictionary<(string From, string To), string>();
        foreach (Source source in sources)
        {
            string code = CommentOrText().Replace(source.Text, " ");
            foreach (Match name in Using().Matches(code))
                if (folders.Contains(name.Groups["name"].Value)) Add(name.Groups["name"].Value);
            string body = Using().Replace(code, " ");
            foreach (Match name in Identifier().Matches(body))
                foreach (string folder in declared[name.Groups["name"].Value])
                {
                    // A type is meant when its folder is named before it, or when an outer folder makes it visible without a using.
                    string qualifier = name.Groups["qualifier"].Value.TrimEnd('.');
                    bool isNamed = qualifier.Length > 0
                        && (folder == qualifier || folder.EndsWith("." + qualifier, StringComparison.Ordinal));
                    bool isOuter = qualifier.Length == 0 && source.Folder.StartsWith(folder + ".", StringComparison.Ordinal)
                        && !declared[name.Groups["name"].Value].Contains(source.Folder);
                    if (isNamed || isOuter) Add(folder);
                }

            void Add(string to)
            {
                if (to != source.Folder) arrows.TryAdd((source.Folder, to), source.File);
            }
        }
        return arrows;
    }

    /// <summary>One shortest circle for every folder that lies on one, each told once.</summary>
    private static List<string> Circles(Dictionary<(string From, string To), string> arrows)
    {
        ILookup<string, string> next = arrows.Keys.Order().ToLookup(a => a.From, a => a.To);
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string start in next.Select(n => n.Key).Order(StringComparer.Ordinal))
        {
            var before = new Dictionary<string, string>();
            var queue = new Queue<string>([start]);
            while (queue.TryDequeue(out string? at) && !before.ContainsKey(start))
                foreach (string to in next[at])
                    if (before.TryAdd(to, at)) queue.Enqueue(to);
            if (!before.ContainsKey(start)) continue;
            List<string> circle = [start];
            for (string at = before[start]; at != start; at = before[at]) circle.Insert(1, at);
            string text = string.Join(" -> ", circle.Zip([.. circle.Skip(1), start], (from, to) => $"{from} ({arrows[(from, to)]})"))
                + $" -> {start}";
            found.TryAdd(string.Join(' ', circle.Order(StringComparer.Ordinal)), text);
        }
        return [.. found.Values];
    }

    private static List<Source> Read(string project)
    {
        string root = Repository.Path("src");
        return [.. Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f =>
            new Source(Path.GetRelativePath(root, Path.GetDirectoryName(f)!).Replace(Path.DirectorySeparatorChar, '.'), Path.GetFileName(f),
                File.ReadAllText(f)))];
    }

    [GeneratedRegex(@"^\s*(?:global\s+)?using\s+(?:static\s+)?(?:\w+\s*=\s*)?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|abstract|static|partial|readonly)\s+)*(?:class|record(?:\s+struct)?|struct|interface|"
        + @"enum)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\w.])(?<qualifier>(?:\w+\.)*)(?<name>[A-Z]\w*)")]
    private static partial Regex Identifier();

    [GeneratedRegex("//[^\\n]*|/\\*.*?\\*/|\"\"\"(.|\\n)*?\"\"\"|@\"(\"\"|[^\"])*\"|\"(\\\\.|[^\"\\\\\\n])*\"", RegexOptions.Singleline)]
    private static partial Regex CommentOrText();

    private sealed record Source(string Folder, string File, string Text);
}
