using System.Text.RegularExpressions;
using System.Xml.Linq;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Architecture;

/// <summary>Data flows one way; these tests read the sources and fail on a backward arrow.</summary>
public sealed partial class RoomTests
{
    // A room may use itself, the room it lies in and what is listed, rooms inside included; the root files (the public door) may use every
    // room.
    // Listed are rooms further up alone, so that there is no circle. A folder that is not named here belongs to the room it lies in.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Rendering"] = [],
        ["Rendering.Files"] = ["Rendering"],
        ["Numerics"] = [],
        ["Statistics"] = ["Rendering", "Numerics"],
        ["Statistics.Groups"] = ["Rendering", "Numerics"],
        ["Statistics.Proportions"] = ["Rendering", "Numerics", "Statistics.Groups"],
        ["Statistics.Contingency"] = ["Rendering", "Numerics", "Statistics.Proportions"],
        ["Statistics.Pairs"] = ["Rendering", "Numerics", "Statistics.Groups"],
        ["Statistics.Permutation"] = ["Numerics"],
        ["Statistics.Clustered"] = ["Rendering", "Numerics", "Statistics.Proportions", "Statistics.Contingency", "Statistics.Permutation"],
        ["Cohorts"] = ["Rendering"],
        ["AnalysisSets"] = ["Rendering", "Cohorts"],
        ["Survival"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "AnalysisSets"],
        ["Survival.Planning"] = ["Rendering", "Numerics", "Statistics", "Cohorts"],
        ["Survival.Counting"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "AnalysisSets"],
        ["Survival.Curves"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Planning", "Survival.Counting"],
        ["Survival.Comparisons"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Planning", "Survival.Counting"],
        ["Survival.IntervalCensoring"] = ["Rendering", "Numerics", "Statistics", "Cohorts"],
        ["Survival.Splines"] = [],
        ["Survival.Models"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "AnalysisSets", "Survival.Planning", "Survival.Counting",
            "Survival.Splines"],
        ["Survival.RiskSets"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Counting", "Survival.Models"],
        ["Survival.Concordance"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Counting", "Survival.Models",
            "Survival.RiskSets"],
        ["Survival.CoxLikelihoods"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.RiskSets"],
        ["Survival.Smoothing"] = ["Rendering", "Numerics", "Survival.Splines", "Survival.Models", "Survival.RiskSets",
            "Survival.CoxLikelihoods"],
        ["Survival.Cox"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.RiskSets",
            "Survival.Concordance", "Survival.CoxLikelihoods", "Survival.Splines", "Survival.Smoothing"],
        ["Survival.Frailty"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.RiskSets",
            "Survival.CoxLikelihoods", "Survival.Cox"],
        ["Survival.Parametric"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.RiskSets"],
        ["Survival.CompetingRisks"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models"],
        ["Survival.MultiState"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.CompetingRisks"],
        ["Survival.Expected"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.Curves"],
        ["Survival.FineGray"] = ["Rendering", "Numerics", "Statistics", "Cohorts", "Survival.Models", "Survival.RiskSets",
            "Survival.CoxLikelihoods", "Survival.Cox"],
        ["Response"] = ["Rendering", "Statistics", "Cohorts"],
        ["Response.Tumours"] = ["Rendering", "Cohorts"],
        ["Response.Criteria"] = ["Rendering", "Cohorts", "Response.Tumours"],
        ["Response.Scopes"] = ["Rendering", "Cohorts", "Response.Tumours", "Response.Criteria"],
        ["Response.Assessment"] = ["Rendering", "Cohorts", "Response.Tumours", "Response.Criteria", "Response.Scopes"],
        ["Response.EndPoints"] = ["Rendering", "Cohorts", "Response.Tumours", "Response.Criteria", "Response.Scopes",
            "Response.Assessment"],
        ["Response.Comparisons"] =
            ["Rendering", "Numerics", "Statistics", "Cohorts", "Response.Tumours", "Response.Criteria", "Response.Scopes",
                "Response.Assessment",
                "Response.EndPoints"],
        ["AdverseEvents"] = ["Rendering", "Statistics", "Cohorts", "AnalysisSets"],
        ["AdverseEvents.Counting"] = ["Rendering", "Statistics", "Cohorts", "AnalysisSets", "AdverseEvents", "Survival"],
        ["Tables"] = ["Rendering"],
        ["Tables.Groups"] = ["Tables", "AnalysisSets", "Rendering", "Numerics", "Statistics", "Cohorts"],
        ["Tables.Description"] = ["Tables", "Tables.Groups", "AnalysisSets", "Rendering", "Numerics", "Statistics", "Cohorts"],
        ["Tables.Responses"] = ["Tables", "Tables.Groups", "Tables.Description", "AnalysisSets", "Rendering", "Numerics", "Statistics",
            "Cohorts", "Response"],
        ["Tables.Safety"] =
            ["Tables", "Tables.Groups", "Tables.Description", "Rendering", "Statistics", "Cohorts", "AdverseEvents"],
    };

    private static readonly Dictionary<string, string[]> ProjectReferences = new()
    {
        ["NotebookKit"] = ["NotebookKit.Interactive (build only)"],
        ["NotebookKit.Interactive"] = [],
        ["NotebookKit.Charts"] = ["NotebookKit"],
        ["NotebookKit.Import"] = ["NotebookKit"],
        ["NotebookKit.Sql"] = ["NotebookKit"],
        ["NotebookKit.Sql.DuckDb"] = ["NotebookKit.Sql"],
        ["NotebookKit.Sql.PostgreSql"] = ["NotebookKit.Sql"],
        ["NotebookKit.Adjusted"] = ["NotebookKit"],
        ["NotebookKit.Reports"] = ["NotebookKit", "NotebookKit.Charts"],
        ["NotebookKit.Kernel"] = [],
        ["NotebookKit.Kernel.FSharp"] = ["NotebookKit.Kernel"],
        ["NotebookKit.Kernel.Sql"] = ["NotebookKit.Kernel"],
        ["NotebookKit.Cli"] = ["NotebookKit.Kernel", "NotebookKit.Kernel.FSharp", "NotebookKit.Kernel.Sql",
            "NotebookKit.Charts (build only)", "NotebookKit.Reports (build only)", "NotebookKit.Import (build only)",
            "NotebookKit.Sql (build only)"],
    };

    private static string Source => Repository.Path("src");

    [GeneratedRegex(@"\bNotebookKit\.(?<room>[A-Z]\w+(?:\.[A-Z]\w+)*)")]
    private static partial Regex RoomReference();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    private static IEnumerable<string> Files(string project) =>
        Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public static TheoryData<string> Projects => new(Directory.GetDirectories(Repository.Path("src"))
        .Where(d => Directory.GetFiles(d, "*.csproj").Length > 0).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal));

    private static string Folder(string file) =>
        Path.GetRelativePath(Path.Combine(Source, "NotebookKit"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');

    /// <summary>The innermost room that is named in <see cref="Allowed"/>; null where there is none.</summary>
    private static string? RoomOf(string name)
    {
        for (string room = name; ; room = room[..room.LastIndexOf('.')])
        {
            if (Allowed.ContainsKey(room)) return room;
            if (!room.Contains('.')) return null;
        }
    }

    private static bool LiesIn(string room, string outer) => room == outer || room.StartsWith(outer + ".", StringComparison.Ordinal);

    [Fact]
    public void Rooms_use_only_earlier_rooms()
    {
        var backward = new List<string>();
        foreach (string file in Files("NotebookKit"))
        {
            string relative = Path.GetRelativePath(Path.Combine(Source, "NotebookKit"), file);
            if (Folder(file) == ".") continue;
            string? room = RoomOf(Folder(file));
            Assert.True(room is not null, $"{relative}: its room is not in ARCHITECTURE.md and this test.");
            foreach (Match match in RoomReference().Matches(File.ReadAllText(file)))
            {
                if (RoomOf(match.Groups["room"].Value) is { } used && !LiesIn(room, used) && !Allowed[room].Any(r => LiesIn(used, r)))
                    backward.Add($"{relative} uses {used}");
            }
        }
        Assert.Empty(backward.Distinct());
    }

    [Fact]
    public void No_circle_between_rooms()
    {
        string[] order = [.. Allowed.Keys];
        Assert.Empty(from room in order from used in Allowed[room] where !order.TakeWhile(r => r != room)
            .Contains(used) select $"{room} uses {used}");
    }

    [Theory, MemberData(nameof(Projects))]
    public void No_room_holds_more_than_fifteen_files(string project)
    {
        var full = Files(project).GroupBy(f => Path.GetDirectoryName(f)!)
            .Where(g => g.Count() > 15);
        Assert.Equal([], full.Select(g => $"{Path.GetRelativePath(Source, g.Key)}: {g.Count()} files"));
    }

    /// <remarks>The folders of a project use each other in one direction: read from the namespaces that their files name.</remarks>
    [Theory, MemberData(nameof(Projects))]
    public void Folders_of_a_project_form_no_circle(string project)
    {
        var uses = new Dictionary<string, HashSet<string>>();
        string prefix = project + ".";
        var folders = Files(project).Select(f => Path.GetRelativePath(Path.Combine(Source, project), Path.GetDirectoryName(f)!))
            .Where(d => d != ".").Select(d => d.Replace(Path.DirectorySeparatorChar, '.')).ToHashSet();
        foreach (string file in Files(project))
        {
            string folder = Path.GetRelativePath(Path.Combine(Source, project), Path.GetDirectoryName(file)!)
                .Replace(Path.DirectorySeparatorChar, '.');
            if (!folders.Contains(folder)) continue;
            foreach (Match match in RoomReference().Matches(File.ReadAllText(file)))
            {
                string name = match.Value;
                if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
                string used = name[prefix.Length..];
                while (!folders.Contains(used) && used.Contains('.')) used = used[..used.LastIndexOf('.')];
                if (folders.Contains(used) && used != folder) (uses.TryGetValue(folder, out var set) ? set : uses[folder] = []).Add(used);
            }
        }
        var circles = from a in uses.Keys from b in uses[a] where Reaches(b, a, uses, []) orderby a,
            b select $"{a} uses {b}, which leads back to {a}";
        Assert.Empty(circles);
    }

    private static bool Reaches(string from, string to, Dictionary<string, HashSet<string>> uses, HashSet<string> seen) =>
        from == to || (seen.Add(from) && uses.TryGetValue(from, out var next) && next.Any(n => Reaches(n, to, uses, seen)));

    [Fact]
    public void Namespace_is_folder()
    {
        var wrong = new List<string>();
        foreach (string project in Directory.GetDirectories(Source).Select(d => Path.GetFileName(d)!))
        foreach (string file in Files(project))
        {
            Match line = NamespaceLine().Match(File.ReadAllText(file));
            if (!line.Success) continue;
            string folder = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            string actual = line.Groups["name"].Value;
            // What notebooks of .NET Interactive name has to live where they look for it; the doors of every package are found by `using
            // NotebookKit`.
            bool isDoor = actual == "NotebookKit" && folder.Count(c => c == '.') == 1 && Path.GetFileName(file)
                .EndsWith("Extensions.cs", StringComparison.Ordinal);
            if (actual != folder && !actual.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal) && !isDoor)
                wrong.Add($"{Path.GetRelativePath(Source, file)}: namespace {actual}");
        }
        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Projects))]
    public void Projects_reference_only_earlier_projects(string project)
    {
        var document = XDocument.Load(Path.Combine(Source, project, project + ".csproj"));
        var references = document.Descendants("ProjectReference").Select(r =>
            Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')) +
            (r.Attribute("ReferenceOutputAssembly")?.Value == "false" ? " (build only)" : ""));
        Assert.True(ProjectReferences.ContainsKey(project), $"{project} is not in this test: say what it may reference.");
        Assert.Empty(references.Except(ProjectReferences[project]));
    }

    [Fact]
    public void Library_has_no_clock_console_or_current_culture()
    {
        string[] banned = ["DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "Console.", "CurrentCulture", "Guid.NewGuid",
            "new Random()", "Random.Shared", ".LoadCsv("];
        var found =
            from project in new[] { "NotebookKit", "NotebookKit.Charts" }
            from file in Files(project)
            from line in File.ReadLines(file).Select((text, i) => (text, number: i + 1))
            where !line.text.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from word in banned
            where line.text.Contains(word, StringComparison.Ordinal)
            select $"{Path.GetRelativePath(Source, file)}:{line.number}: {word}";
        Assert.Empty(found);
    }

    [Fact]
    public void No_source_file_is_too_long()
    {
        var tooLong = Directory.GetDirectories(Source).SelectMany(d => Files(Path.GetFileName(d)!))
            .Select(f => (File: Path.GetRelativePath(Source, f), Lines: File.ReadLines(f).Count())).Where(f => f.Lines > 600);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_table_result_names_its_formatter()
    {
        var missing = typeof(NotebookKit.Rendering.SummaryTable).Assembly.GetExportedTypes()
            .Where(t => typeof(NotebookKit.Rendering.ITableResult).IsAssignableFrom(t) && !t.IsInterface && !t.IsAbstract)
            .Where(t => t.GetCustomAttributes(inherit: true).All(a => a.GetType().Name != "TypeFormatterSourceAttribute"))
            .Select(t => t.FullName);
        Assert.Empty(missing);
    }

    [Fact]
    public void Top_level_holds_only_what_a_newcomer_needs()
    {
        string[] expected =
        [
            "ARCHITECTURE.md", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props", "LICENSE",
            "CITATION.cff", "NotebookKit.sln", "README.md", "data-templates", "global.json", "notebooks", "src", "tests",
        ];
        var visible = Directory.GetFileSystemEntries(Repository.Root).Select(e => Path.GetFileName(e)!)
            .Where(n => !n.StartsWith('.') && n != "artifacts").Order(StringComparer.Ordinal);
        Assert.Empty(visible.Except(expected));
    }
}
