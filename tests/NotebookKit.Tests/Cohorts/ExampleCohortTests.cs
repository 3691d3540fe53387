using System.Diagnostics;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

/// <summary>The example is what its generator writes, fits the templates, and holds no answers.</summary>
public sealed class ExampleCohortTests
{
    private static string Folder => Repository.Path("data-templates", "example");

    [Fact]
    public void Example_has_no_finding_and_fills_every_file()
    {
        Cohort cohort = Cohort.Load(Folder);
        Assert.Empty(cohort.Findings);
        Assert.Equal((26, 43), (cohort.Patients.Rows.Count, cohort.Procedures.Rows.Count));
        Assert.All(cohort.ToTable().Rows, row => Assert.NotEqual(0, row.Cells[1].Count));
        Assert.Equal(10, cohort.ToTable().Rows.Length);
    }

    [Fact]
    public void Procedures_and_follow_up_lie_in_the_years_of_the_study()
    {
        Cohort cohort = Cohort.Load(Folder);
        IEnumerable<DateTime> dates = cohort.Procedures["procedure_date"].Cast<DateTime>()
            .Concat(cohort.Imaging["imaging_date"].Cast<DateTime>()).Concat(cohort.Patients["last_contact_date"].Cast<DateTime>());
        Assert.All(dates, d => Assert.InRange(d.Year, 2015, 2024));
    }

    [Fact]
    public async Task Generator_writes_the_same_bytes()
    {
        string copy = Directory.CreateTempSubdirectory("example").FullName;
        try
        {
            await Generate(copy);
            string[] files = [.. Directory.GetFiles(Folder, "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
            Assert.Equal(files, Directory.GetFiles(copy).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(Folder, file)),
                File.ReadAllBytes(Path.Combine(copy, file))));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public void Example_holds_no_answer()
    {
        string[] answers = ["response", "pfs", "month", "status_at", "_event", "censor"];
        foreach (string file in Directory.GetFiles(Folder, "*.csv"))
            Assert.DoesNotContain(File.ReadLines(file).First().Split(','), column => answers.Any(column.Contains));
    }

    [Fact]
    public void Example_is_marked_as_invented() =>
        Assert.Contains("No patient in these files exists", File.ReadAllText(Path.Combine(Folder, "README.md")));

    private static async Task Generate(string folder)
    {
        var start = new ProcessStartInfo("dotnet", ["run", Path.Combine(Folder, "generate.cs"), "--", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        // The test host's own settings must not reach the build of the generator.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
    }
}
