using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

/// <summary>convert, test, clean, and the parameters and order of run, as a user types them.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_text_notebook_takes_parameters_runs_and_passes_its_own_test_until_a_number_changes()
    {
        await File.WriteAllTextAsync(Path("n.dib"), "#!markdown\n\n# Title\n\n#!csharp\n\nvar months = 6;\n\n#!csharp\n\nmonths / 7.0\n");
        await ExpectAsync(0, "convert", "n.dib", "--to", "ipynb");
        JsonNode notebook = Read("n.ipynb");
        notebook["cells"]![1]!["metadata"]!["tags"] = new JsonArray("parameters");
        await File.WriteAllTextAsync(Path("n.ipynb"), notebook.ToJsonString());

        await ExpectAsync(2, "run", "n.ipynb", "--param", "months=six", "-o", "out");
        await ExpectAsync(0, "run", "n.ipynb", "--param", "months=21", "-o", "out");
        JsonNode ran = Read(System.IO.Path.Combine("out", "n.ipynb"));
        Assert.Equal("3", (string?)ran["cells"]![3]!["outputs"]![0]!["data"]!["text/plain"]![0]);
        Assert.NotNull(ran["metadata"]!["notebookkit"]!["cells"]);

        await ExpectAsync(2, "test", "n.ipynb");
        await ExpectAsync(0, "run", "n.ipynb", "--in-place", "-o", "out");
        await ExpectAsync(0, "test", "n.ipynb", "--strict");
        string saved = await File.ReadAllTextAsync(Path("n.ipynb"));
        await File.WriteAllTextAsync(Path("n.ipynb"), saved.Replace("\"0.857", "\"0.858", StringComparison.Ordinal));
        Assert.Contains("n.ipynb, cell 2: text/plain: expected '0.858", await ExpectAsync(1, "test", "n.ipynb"));
        await ExpectAsync(0, "test", "n.ipynb", "--relative", "0.01");

        await File.WriteAllTextAsync(Path("n.ipynb"), saved.Replace("months = 6", "months = 8", StringComparison.Ordinal));
        Assert.Contains("cell 1 was edited after it ran", await ExpectAsync(1, "run", "n.ipynb", "--strict", "-o", "out"));
    }

    [Fact]
    public async Task A_strict_run_refuses_other_data_than_the_saved_outputs_came_from()
    {
        await File.WriteAllTextAsync(Path("rows.csv"), "a\n1\n");
        await File.WriteAllTextAsync(Path("n.dib"), "#!csharp\n\nFile.ReadAllLines(\"rows.csv\").Length\n");
        await ExpectAsync(0, "convert", "n.dib", "--to", "ipynb");
        await ExpectAsync(0, "run", "n.ipynb", "--in-place", "--strict", "-o", "out");
        await ExpectAsync(0, "run", "n.ipynb", "--strict", "-o", "out");
        await ExpectAsync(0, "test", "n.ipynb", "--strict");
        await File.WriteAllTextAsync(Path("rows.csv"), "a\n2\n");
        Assert.Contains("n.ipynb: data: 'rows.csv' is not the one of the saved outputs",
            await ExpectAsync(1, "run", "n.ipynb", "--strict", "-o", "out"));
        Assert.Contains("n.ipynb, data: 'rows.csv' is not the one", await ExpectAsync(1, "test", "n.ipynb", "--strict"));
        await ExpectAsync(0, "test", "n.ipynb");
    }

    [Fact]
    public async Task Numbers_in_the_text_come_from_results_or_the_run_fails()
    {
        await File.WriteAllTextAsync(Path("n.dib"),
            "#!csharp\n\nvar median = \"6.7\";\n\n#!markdown\n\nMedian {{ median }} of {{ 40 + 1 }}, not `{{ kept }}`.\n");
        await ExpectAsync(0, "run", "n.dib", "-o", "out");
        Assert.Contains("Median 6.7 of 41, not <code>{{ kept }}</code>.", await File.ReadAllTextAsync(Path("out/n.html")));
        Assert.Contains("Median {{ median }}", await File.ReadAllTextAsync(Path("out/n.ipynb")));
        await File.WriteAllTextAsync(Path("n.dib"), "#!csharp\n\nvar median = \"6.7\";\n\n#!markdown\n\nMedian {{ mean }}.\n");
        Assert.Contains("text after cell 1, {{ mean }}", await ExpectAsync(1, "run", "n.dib", "-o", "out"));
    }

    [Fact]
    public async Task A_report_leaves_its_code_out_and_goes_to_PDF()
    {
        await File.WriteAllTextAsync(Path("n.dib"),
            "#!markdown\n\n# Title\n\nWhat it is about.\n\n#!csharp\n\nvar secret = 6 * 7;\nsecret\n");
        await ExpectAsync(0, "run", "n.dib", "-o", "out", "--no-code", "--to", "pdf");
        string report = await File.ReadAllTextAsync(Path("out/n.html"));
        Assert.DoesNotContain("secret", report);
        Assert.Contains("42", report);
        Assert.Contains("How these results were made", report);
        Assert.Contains("<p>What it is about.</p>", await File.ReadAllTextAsync(Path("out/index.html")));
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString(await File.ReadAllBytesAsync(Path("out/n.pdf")))[..4]);
    }

    [Fact]
    public async Task A_report_goes_to_Word_with_headings_and_tables()
    {
        await File.WriteAllTextAsync(Path("n.dib"),
            "#!csharp\n\nvar answer = 6 * 7;\n\n#!markdown\n\n# Title\n\n## Part {{ answer "
                + "}}\n\n#!csharp\n\ndisplay(HTML(\"<table><thead><tr><th>Group</th><th>n</th></tr></thead>"
                + "<tbody><tr><td>NET</td><td>20</td></tr></tbody></table>\"));\n");
        await ExpectAsync(0, "run", "n.dib", "-o", "out", "--no-code", "--to", "docx");
        using var document = System.IO.Compression.ZipFile.OpenRead(Path("out/n.docx"));
        using var reader = new StreamReader(document.GetEntry("word/document.xml")!.Open());
        string xml = await reader.ReadToEndAsync();
        Assert.Matches("w:val=\"Heading2\".*?Part 42", xml);
        Assert.Contains("<w:tbl>", xml);
        Assert.DoesNotContain("answer =", xml);
    }

    [Fact]
    public async Task Cleaning_strips_and_refuses_rows_of_subjects()
    {
        await File.WriteAllTextAsync(Path("n.dib"),
            "#!csharp\n\ndisplay(HTML(\"<table><tr><th>patient_id</th></tr><tr><td>P1</td></tr></table>\"));\n");
        await ExpectAsync(0, "convert", "n.dib", "--to", "ipynb");
        string clean = await File.ReadAllTextAsync(Path("n.ipynb"));
        await ExpectAsync(0, "clean", "--check", "n.ipynb");
        await ExpectAsync(0, "run", "n.ipynb", "--in-place", "-o", "out");
        Assert.Contains("cell 1 shows a table with the column patient_id",
            await ExpectAsync(1, "clean", "--keep-outputs", "--refuse-rows", "n.ipynb"));
        await ExpectAsync(1, "clean", "--check", "n.ipynb");
        await ExpectAsync(0, "clean", "n.ipynb");
        Assert.Equal(clean, await File.ReadAllTextAsync(Path("n.ipynb")));
    }

    [Fact]
    public async Task A_notebook_becomes_a_program_that_the_sdk_runs()
    {
        string references = string.Join('\n', new[] { "NotebookKit.dll", "Microsoft.Data.Analysis.dll" }.Select(
            f => $"#r \"{TestSupport.Repository.Path("artifacts", "kit", f).Replace('\\', '/')}\""));
        await File.WriteAllTextAsync(Path("n.dib"),
            $"#!csharp\n\n{references}\nusing Microsoft.Data.Analysis;\n\n#!markdown\n\n# Title\n\n#!csharp\n\nvar column = new "
                + $"DoubleDataFrameColumn(\"x\", new[] {{ 1.5, 2.5 }});\ncolumn.Length\n\n#!csharp\n\nrecord Pair(int A, int B);\nnew "
                + "Pair(1, 2)\n");
        await ExpectAsync(0, "convert", "n.dib", "--to", "cs");
        (int code, string output) = await StartAsync("dotnet", [], "run", "n.cs");
        Assert.True(code == 0, output);
        Assert.Equal("2\nPair { A = 1, B = 2 }\n", output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_Jupyter_kernel_is_installed_for_this_user_alone_and_never_over_that_of_another()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "these keep kernels elsewhere");
        Dictionary<string, string?> environment = new() { ["HOME"] = _folder, ["JUPYTER_DATA_DIR"] = null, ["XDG_DATA_HOME"] = null };
        string kernels = System.IO.Path.Combine(_folder, ".local", "share", "jupyter", "kernels"),
            theirs = System.IO.Path.Combine(kernels, "theirs", "kernel.json");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(theirs)!);
        await File.WriteAllTextAsync(theirs, "{\"argv\": [\"other\"]}");
        Assert.Equal(0, (await StartAsync(Program, environment, "jupyter", "install", "--as", ".net-csharp")).Code);
        JsonNode spec = Read(System.IO.Path.Combine(kernels, ".net-csharp", "kernel.json"));
        Assert.Equal([Program, "jupyter", "kernel", "{connection_file}"], spec["argv"]!.AsArray().Select(a => (string?)a));
        Assert.Equal(("message", "csharp"), ((string?)spec["interrupt_mode"], (string?)spec["language"]));
        (int code, string output) = await StartAsync(Program, environment, "jupyter", "install", "--as", "theirs");
        Assert.Equal(2, code);
        Assert.Contains("There is a kernel 'theirs' that NotebookKit did not install", output);
        Assert.Equal("{\"argv\": [\"other\"]}", await File.ReadAllTextAsync(theirs));
    }

    [Fact]
    public async Task A_kernel_without_a_key_is_refused_in_plain_words()
    {
        await File.WriteAllTextAsync(Path("c.json"),
            "{\"shell_port\":1,\"iopub_port\":2,\"stdin_port\":3,\"control_port\":4,\"hb_port\":5,\"ip\":\"127.0.0.1\","
                + "\"transport\":\"tcp\",\"key\":\"\"}");
        string output = await ExpectAsync(2, "jupyter", "kernel", "c.json");
        Assert.StartsWith("The connection file has no key.", output);
        Assert.DoesNotContain("   at ", output);
    }

    private static string Program =>
        System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "notebookkit.exe" : "notebookkit");

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path(name)))!;

    private async Task<string> ExpectAsync(int code, params string[] arguments)
    {
        (int found, string output) = await StartAsync(Program, [], arguments);
        Assert.True(found == code, $"{string.Join(' ', arguments)}: exit code {found} instead of {code}\n{output}");
        return output;
    }

    private async Task<(int Code, string Output)> StartAsync(string program, Dictionary<string, string?> environment,
        params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
