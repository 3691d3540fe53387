using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Tests.Packages;

namespace NotebookKit.Kernel.Tests.Session;

public sealed class LoadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public LoadTests() => Directory.CreateDirectory(Path.Combine(_folder, "lib"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, "lib", file), text);

    [Theory]
    [InlineData("helpers.csx")]
    [InlineData("helpers.cs")]
    public async Task A_loaded_file_refers_to_assemblies_packages_and_files_from_where_it_lies(string file)
    {
        using var feed = new LocalFeed();
        string name = LocalFeed.NewName("Loaded");
        feed.Add(name, "1.0.0", "package");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "CsCheck.dll"), Path.Combine(_folder, "lib", "CsCheck.dll"));
        File.Copy(Directory.GetFiles(feed.Folder).Single(), Path.Combine(_folder, "lib", $"{name}.1.0.0.nupkg"));
        Write(file, $"#r \"CsCheck.dll\"\n#i \"nuget: .\"\n#r \"nuget: {name}, 1.0.0\"\n#load \"more.csx\"\nstring All() => "
            + "typeof(CsCheck.Gen).Name + Sample.Text() + more;");
        Write("more.csx", "var more = \"more\";");
        await using var session = new TestSession(_folder);
        Assert.Equal("Genpackagemore", (await session.OkAsync($"#load \"lib/{file}\"\nAll()")).Result);
        Assert.Equal("more", (await session.OkAsync("more")).Result);
    }

    [Theory]
    [InlineData("int a = 1;\nint b = nonsense;", "wrong.csx, line 2: CS0103: The name 'nonsense'",
        "wrong.csx, line 2, column 9: error CS0103")]
    [InlineData("\n#r \"absent.dll\"", "wrong.csx, line 2: The assembly 'absent.dll' was not found", "wrong.csx, line 2: ")]
    [InlineData("\n\nthrow new Exception(\"boom\");", "boom", "   at wrong.csx, line 3")]
    [InlineData("#load \"deeper.csx\"", "deeper.csx, line 1: CS0103", "deeper.csx, line 1, column 1: error CS0103")]
    [InlineData("#load \"wrong.csx\"", "wrong.csx, line 1: Files load each other in a circle", "wrong.csx, line 1: ")]
    public async Task An_error_in_a_loaded_file_names_the_file_and_its_line(string text, string message, string trace)
    {
        Write("wrong.csx", text);
        Write("deeper.csx", "nonsense");
        await using var session = new TestSession(_folder);
        CellError error = (await session.RunAsync("\n#load \"lib/wrong.csx\"\n1")).Result.Error!;
        Assert.StartsWith(message, error.Message);
        Assert.Contains(error.Trace, l => l.StartsWith(trace, StringComparison.Ordinal));
        Assert.Null(error.Line);
    }

    [Fact]
    public async Task A_missing_file_is_named_with_the_line_of_the_cell()
    {
        await using var session = new TestSession(_folder);
        CellError error = (await session.RunAsync("\n#load \"absent.csx\"\n1")).Result.Error!;
        Assert.Equal(2, error.Line);
        Assert.Contains(Path.Combine(_folder, "absent.csx"), error.Message);
    }
}
