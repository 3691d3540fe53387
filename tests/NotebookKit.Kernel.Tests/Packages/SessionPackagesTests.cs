using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Tests.Packages;

public class SessionPackagesTests
{
    [Fact]
    public async Task A_package_of_a_local_folder_is_loaded_with_what_it_needs_and_recorded()
    {
        using var feed = new LocalFeed();
        (string inner, string outer) = (LocalFeed.NewName("Inner"), LocalFeed.NewName("Outer"));
        feed.Add(inner, "1.2.0", "inner");
        feed.Add(outer, "2.0.0", "outer", needs: $"{inner} 1.2.0");
        await using var session = new TestSession(feed.Folder);
        RecordingSink sink = await session.OkAsync($"#i \"nuget: .\"\n#r \"nuget: {outer}, 2.0.0\"\n1");
        Assert.Equal($"Packages: {outer}, 2.0.0", sink.Outputs.OfType<DisplayOutput>().First().Data.Text(MimeTypes.Plain));
        Assert.Equal([(inner, "1.2.0", false), (outer, "2.0.0", true)],
            session.Session.LoadedPackages.Select(p => (p.Name, p.Version, p.IsRequested)));
        Assert.All(session.Session.LoadedPackages, p => Assert.NotNull(p.Sha512));
        string names =
            (await session.OkAsync(
                $"string.Join(\",\", new[] {{ \"{inner}\", \"{outer}\" }}.Select(n => "
                    + "System.Reflection.Assembly.Load(n).GetType(\"Sample\").GetMethod(\"Text\").Invoke(null, null)))")).Result!;
        Assert.Equal("inner,outer", names);
    }

    /// <remarks>.NET Interactive of 2020 brought it along, and a package that showed its figures.</remarks>
    [Theory]
    [InlineData("using XPlot.Plotly;\n1", "XPlot.Plotly")]
    [InlineData("#r \"nuget: XPlot.Plotly.Interactive, 4.0.6\"\n1", "XPlot.Plotly")]
    [InlineData("string text = Newtonsoft.Json.JsonConvert.SerializeObject(1);", "Newtonsoft.Json")]
    public async Task What_notebooks_use_without_a_reference_is_asked_for(string code, string name)
    {
        using var feed = new LocalFeed();
        feed.Add(name, "4.0.6", "brought along");
        string cache = Path.Combine(feed.Folder, "cache");
        await using var session = new TestSession(feed.Folder, packageCache: cache);
        await session.OkAsync("#i \"nuget: .\"");
        await session.RunAsync(code);
        ResolvedPackage package = Assert.Single(session.Session.LoadedPackages, p => p.IsRequested);
        Assert.Equal(name, package.Name);
    }

    [Fact]
    public async Task What_was_restored_once_is_found_again_without_its_source()
    {
        string name = LocalFeed.NewName("Cached");
        using var feed = new LocalFeed();
        feed.Add(name, "1.0.0", "cached");
        string cell = $"#i \"nuget: {feed.Folder}\"\n#r \"nuget: {name}, 1.0.0\"\nSample.Text()";
        string cache = Path.Combine(feed.Folder, "cache");
        await using (var first = new TestSession(packageCache: cache)) Assert.Equal("cached", (await first.OkAsync(cell)).Result);
        string decision = Directory.GetFiles(cache, "packages.csproj", SearchOption.AllDirectories).Single();
        // A restore would write the decision anew.
        File.AppendAllText(decision, "<!-- kept -->");
        File.Delete(Directory.GetFiles(feed.Folder).Single());
        await using (var second = new TestSession(packageCache: cache)) Assert.Equal("cached", (await second.OkAsync(cell)).Result);
        Assert.EndsWith("<!-- kept -->", File.ReadAllText(decision));
    }

    [Fact]
    public async Task Packages_of_a_cell_come_with_one_restore_and_later_ones_join_them()
    {
        using var feed = new LocalFeed();
        string[] names = [LocalFeed.NewName("A"), LocalFeed.NewName("B"), LocalFeed.NewName("C")];
        foreach (string name in names) feed.Add(name, "1.0.0", name);
        await using var session = new TestSession(feed.Folder);
        RecordingSink sink = await session.OkAsync(
            $"#i \"nuget:{feed.Folder}\"\n#r \"nuget:{names[0]},1.0.0\"\n#r \"nuget:{names[1]},1.0.0\"");
        Assert.Single(sink.Outputs);
        await session.OkAsync($"#r \"nuget:{names[2]},1.0.0\"");
        Assert.Equal(names, session.Session.LoadedPackages.Select(p => p.Name));
    }

    [Fact]
    public async Task The_extension_of_a_package_runs_when_it_is_loaded_after_those_it_needs()
    {
        using var feed = new LocalFeed();
        (string inner, string outer) = (LocalFeed.NewName("Inner"), LocalFeed.NewName("Outer"));
        feed.Add(inner, "1.0.0", "x", extension: "#!meta\n{}\n\n#!csharp\nusing System.Globalization;\nvar order = \"inner\";");
        feed.Add(outer, "1.0.0", "x", extension: "#!csharp\norder += \" outer\";", needs: $"{inner} 1.0.0");
        await using var session = new TestSession(feed.Folder);
        Assert.Equal("inner outer ",
            (await session.OkAsync(
                $"#i \"nuget: .\"\n#r \"nuget: {outer}, 1.0.0\"\norder + \" \" + CultureInfo.InvariantCulture.Name")).Result);
    }

    [Fact]
    public async Task An_extension_that_fails_is_told_and_leaves_the_package_usable()
    {
        using var feed = new LocalFeed();
        string name = LocalFeed.NewName("Failing");
        feed.Add(name, "1.0.0", "usable", extension: "#!csharp\nthrow new Exception(\"bad extension\");");
        await using var session = new TestSession(feed.Folder);
        RecordingSink sink = await session.OkAsync($"#i \"nuget: .\"\n#r \"nuget: {name}, 1.0.0\"\nSample.Text()");
        Assert.Equal("usable", sink.Result);
        Assert.Contains($"extension of {name} failed", sink.StandardError);
        Assert.Contains("bad extension", sink.StandardError);
    }

    [Fact]
    public async Task A_native_library_of_a_package_is_found()
    {
        using var feed = new LocalFeed();
        string name = LocalFeed.NewName("Native");
        string library = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.*").Single();
        string copy = Path.Combine(feed.Folder, $"lib{name}{Path.GetExtension(library)}");
        File.Copy(library, copy);
        feed.Add(name, "1.0.0", "x", nativeFile: copy);
        File.Delete(copy);
        await using var session = new TestSession(feed.Folder);
        Assert.Equal("True", (await session.OkAsync($$"""
            #i "nuget: ."
            #r "nuget: {{name}}, 1.0.0"
            using System.Runtime.InteropServices;
            static class Native { [DllImport("{{name}}", EntryPoint = "SystemNative_GetPid")] public static extern int Pid(); }
            Native.Pid() == Environment.ProcessId
            """)).Result);
    }

    [Fact]
    public async Task An_unknown_package_names_what_was_asked_and_how_to_mend_it()
    {
        using var feed = new LocalFeed();
        string name = LocalFeed.NewName("Known");
        feed.Add(name, "1.0.0", "x");
        File.WriteAllText(Path.Combine(feed.Folder, "nuget.config"),
            "<configuration><packageSources><clear /></packageSources></configuration>");
        await using var session = new TestSession(feed.Folder);
        CellError unknown = (await session.RunAsync($"#i \"nuget: .\"\n#r \"nuget: {name}.Absent, 1.0.0\"\n1")).Result.Error!;
        Assert.Equal(2, unknown.Line);
        Assert.Contains($"Asked for: {name}.Absent, 1.0.0.", unknown.Message);
        Assert.Contains(feed.Folder, unknown.Message);
        // The settings beside the notebook hold: nobody else was asked.
        Assert.Matches("NU1101: .*: " + System.Text.RegularExpressions.Regex.Escape(feed.Folder) + "$", unknown.Message);
        Assert.Contains("Correct the name", unknown.Message);
        CellError version = (await session.RunAsync($"#r \"nuget: {name}, 9.0.0\"")).Result.Error!;
        Assert.Contains("a version that exists", version.Message);
        // The session is as it was.
        Assert.Equal("x", (await session.OkAsync($"#r \"nuget: {name}, 1.0.0\"\nSample.Text()")).Result);
    }

    [Theory]
    [InlineData("#r \"nuget: \"", "is not a package")]
    [InlineData("#r \"nuget: A B, 1\"", "is not a package")]
    [InlineData("#r \"nuget: A, 1\\\" />\"", "is not a package")]
    [InlineData("#i \"nuget: nowhere\"", "is not a folder")]
    public async Task A_malformed_request_is_refused(string cell, string message)
    {
        await using var session = new TestSession();
        Assert.Contains(message, (await session.RunAsync(cell)).Result.Error!.Message);
    }

    [Fact]
    public async Task Another_version_of_a_loaded_package_is_refused()
    {
        using var feed = new LocalFeed();
        string name = LocalFeed.NewName("Twice");
        feed.Add(name, "1.0.0", "one");
        feed.Add(name, "2.0.0", "two");
        await using var session = new TestSession(feed.Folder);
        await session.OkAsync($"#i \"nuget: .\"\n#r \"nuget: {name}, 1.0.0\"");
        await session.OkAsync($"#r \"nuget: {name}\"");
        CellError error = (await session.RunAsync($"#r \"nuget: {name}, 2.0.0\"")).Result.Error!;
        Assert.Contains("1.0.0 is already loaded", error.Message);
        Assert.Contains("Restart", error.Message);
    }
}
