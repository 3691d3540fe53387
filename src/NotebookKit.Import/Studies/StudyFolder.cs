using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Studies;

/// <summary>A new study on disk.</summary>
internal static class StudyFolder
{
    public static void Make(string folder, string? from, string kit)
    {
        string data = Path.Combine(folder, "data");
        Directory.CreateDirectory(data);
        if (from is null)
            foreach (TableSchema table in CohortSchema.Current.Tables.Where(t => !t.Optional))
                File.WriteAllText(Path.Combine(data, table.File), TemplateWriter.Header(table));
        else
        {
            foreach (string file in File.Exists(from) ? [from] : SharedFile.In(from))
                File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
            if (!File.Exists(Path.Combine(data, "mapping.csv")) && !File.Exists(Path.Combine(data, "patients.csv")))
                Cohort.ProposeImport(data);
        }
        File.WriteAllText(Path.Combine(folder, "data_dictionary.csv"), TemplateWriter.Dictionary(CohortSchema.Current));
        File.WriteAllText(Path.Combine(folder, ".gitignore"),
            "# Data of patients stay out of the repository, also mapping.csv and recode.csv, which show example "
                + "values.\n/data/*\n/artifacts/\n/paper/\n*.xlsx\n*.xls\n*.sav\n*.dta\n*.xpt\n");
        string name = Path.GetFileName(Path.GetFullPath(folder));
        File.WriteAllText(Path.Combine(folder, "README.md"), $"""
            # {name}

            - `data/`: {(from is null ? "the files of the templates, to be filled in; `data_dictionary.csv` says what each column means" : "the files as they came, `mapping.csv` (where each column goes) and `recode.csv` (what each value means)")}.
            - `paper.ipynb`: from the data to `paper/`: one Word file with methods, all tables and the STROBE checklist; figures as TIFF.
            - `notebookkit validate data` checks the data, `notebookkit run paper.ipynb` makes the report.

            The data stay out of the repository (`.gitignore`), also `mapping.csv` and `recode.csv`: clear the example values before you add them with `git add -f`. Check before sharing a report that it shows no single patient.
            """);
        File.WriteAllText(Path.Combine(folder, "paper.ipynb"),
            Notebook(name, kit.Replace('\\', '/'), mapped: from is not null && !File.Exists(Path.Combine(data, "patients.csv"))));
    }

    /// <summary>The notebook of the paper that the repository runs, on the data of the study.</summary>
    private static string Notebook(string name, string kit, bool mapped)
    {
        using var stream = new StreamReader(typeof(StudyFolder).Assembly.GetManifestResourceStream("paper.ipynb")!);
        string text = WithoutOutputs(stream.ReadToEnd());
        void Set(string old, string now)
        {
            if (!text.Contains(old, StringComparison.Ordinal))
                throw new InvalidOperationException($"The notebook of the paper lacks '{old}'.");
            text = text.Replace(old, now, StringComparison.Ordinal);
        }
        Set("../artifacts/kit/", Json(kit + "/"));
        Set("../data-templates/example", "data");
        Set("../artifacts/paper", "paper");
        Set("# Paper", "# " + Json(name));
        Set("Title of the paper",
            Json(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)));
        if (!mapped) return text;
        Set("Cohort.Load(data)", "Cohort.Import(data)");
        Set("using NotebookKit.Charts;\\n", "using NotebookKit.Charts;\\n\",\n    \"using NotebookKit.Import;\\n");
        Set($"#r \\\"{Json(kit)}/NotebookKit.Reports.dll\\\"\\n", $"#r \\\"{Json(kit)}/NotebookKit.Import.dll\\\"\\n\",\n    "
            + $"\"#r \\\"{Json(kit)}/NotebookKit.Reports.dll\\\"\\n");
        return text;
    }

    /// <summary>The notebook as it was before it ran: its outputs are those of other data.</summary>
    private static string WithoutOutputs(string notebook)
    {
        JsonNode root = JsonNode.Parse(notebook)!;
        foreach (JsonNode? cell in root["cells"]!.AsArray())
        {
            if ((string?)cell!["cell_type"] != "code") continue;
            cell["outputs"] = new JsonArray();
            cell["execution_count"] = null;
        }
        return root.ToJsonString(new()
        {
            WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }).ReplaceLineEndings("\n") + "\n";
    }

    private static string Json(string text) =>
        JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
