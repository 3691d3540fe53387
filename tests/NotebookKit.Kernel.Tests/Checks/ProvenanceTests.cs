using System.Text.Json.Nodes;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Tests.Checks;

public sealed class ProvenanceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_packages_seeds_and_code_are_recorded()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.WriteAllText(Path.Combine(_folder, "data", "a.csv"), "abc");
        File.WriteAllText(Path.Combine(_folder, "kit.dll"), "abc");
        NotebookDocument document = Notebook.Of(
            "#r \"kit.dll\"\n#r \"nuget: No.Such.Package, 1.2.3\"\nvar x = Load(\"./data\");",
            "Fit(x, seed: 42); var r = new Random(7); options = new() { Seed = 9 }; var years = 3;").Ran();
        Provenance.Record(document, _folder);
        JsonNode record = document.Metadata["notebookkit"]!;
        const string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        Assert.Equal(abc, (string?)record["data"]!["./data/a.csv"]);
        Assert.Equal(abc, (string?)record["assemblies"]!["kit.dll"]);
        Assert.True(record["packages"]!.AsObject().ContainsKey("No.Such.Package, 1.2.3"));
        Assert.Equal(["42", "7", "9"], record["seeds"]!.AsArray().Select(s => (string?)s));
        Assert.Equal(2, record["cells"]!.AsObject().Count);
    }

    [Fact]
    public void Data_assemblies_scripts_and_packages_that_changed_since_the_outputs_were_saved_are_named()
    {
        foreach (string file in new[] { "a.csv", "b.csv", "kit.dll", "lib.csx" }) File.WriteAllText(Path.Combine(_folder, file), "abc");
        NotebookDocument document = Notebook.Of("#r \"kit.dll\"\n#load \"lib.csx\"\nvar x = Load(\"a.csv\") + Load(\"b.csv\");").Ran();
        ResolvedPackage[] packages = [new("A", "1.0.0", "hashofAhashofAhashofA", true), new("B", "2.0.0", "hashofB", false)];
        Assert.Empty(Provenance.Changes(document, _folder));
        Provenance.Record(document, _folder, packages);
        Assert.Empty(Provenance.Changes(document, _folder));
        Assert.Empty(Provenance.Changes(document, _folder, packages));

        File.WriteAllText(Path.Combine(_folder, "a.csv"), "abd");
        File.WriteAllText(Path.Combine(_folder, "lib.csx"), "abd");
        File.WriteAllText(Path.Combine(_folder, "kit.dll"), "abd");
        File.Delete(Path.Combine(_folder, "b.csv"));
        Assert.Equal(
            [
                "assemblies: 'kit.dll' is not the one of the saved outputs (ba7816bf8f01cfea414… then, a52d159f262b2c6ddb7… now)",
                "scripts: 'lib.csx' is not the one of the saved outputs (ba7816bf8f01cfea414… then, a52d159f262b2c6ddb7… now)",
                "data: 'a.csv' is not the one of the saved outputs (ba7816bf8f01cfea414… then, a52d159f262b2c6ddb7… now)",
                "data: 'b.csv' was used for the saved outputs and is not now",
            ],
            Provenance.Changes(document, _folder));
        Assert.Equal(
            [
                "packages: 'A, 1.0.0' is not the one of the saved outputs (sha512:hashofAhasho… then, sha512:another now)",
                "packages: 'B, 2.0.0' was used for the saved outputs and is not now",
                "packages: 'B, 2.1.0' was not used for the saved outputs",
            ],
            Provenance.Changes(document, _folder, [new("A", "1.0.0", "another", true), new("B", "2.1.0", "hashofB", false)]));
    }

    [Fact]
    public void The_same_run_gives_the_same_record()
    {
        NotebookDocument first = Notebook.Of("1").Ran(), second = Notebook.Of("1").Ran();
        Provenance.Record(first, _folder);
        Provenance.Record(second, _folder);
        Assert.Equal(first.ToString(), second.ToString());
    }

    [Fact]
    public void Cleaning_takes_outputs_record_and_what_editors_leave_and_keeps_the_rest()
    {
        NotebookDocument clean = Notebook.Of("var a = 1;");
        NotebookDocument document = clean.Copy().Ran(Notebook.Text("1"));
        Provenance.Record(document, _folder);
        document.Cells[0].Json["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "csharp" };
        Cleaning.Clean(document, keepOutputs: true);
        Assert.Single(document.Cells[0].Outputs);
        Cleaning.Clean(document, keepOutputs: false);
        Assert.Equal(clean.ToString(), document.ToString());
    }

    [Fact]
    public void A_language_chosen_in_the_editor_counts_and_survives_cleaning()
    {
        NotebookDocument document = Notebook.Of("select 1", "1");
        document.Cells[0].Json["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "sql" };
        document.Cells[1].Json["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "polyglot-notebook" };
        Assert.Equal(["sql", "csharp"], document.Cells.Select(c => c.Language));
        Cleaning.Clean(document, keepOutputs: false);
        Assert.Equal(["sql", "csharp"], document.Cells.Select(c => c.Language));
        Assert.All(document.Cells, c => Assert.Null(c.Json["metadata"]!["vscode"]));
    }
}
