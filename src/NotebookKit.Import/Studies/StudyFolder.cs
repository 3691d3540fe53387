using System.Text.Json;
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
                + "values.\n/data/*\n/artifacts/\n*.xlsx\n*.xls\n*.sav\n*.dta\n*.xpt\n");
        string name = Path.GetFileName(Path.GetFullPath(folder));
        File.WriteAllText(Path.Combine(folder, "README.md"), $"""
            # {name}

            - `data/`: {(from is null ? "the files of the templates, to be filled in; `data_dictionary.csv` says what each column means" : "the files as they came, `mapping.csv` (where each column goes) and `recode.csv` (what each value means)")}.
            - `paper.ipynb`: Table 1, survival, response and adverse events.
            - `notebookkit validate data` checks the data, `notebookkit run paper.ipynb` makes the report.

            The data stay out of the repository (`.gitignore`), also `mapping.csv` and `recode.csv`: clear the example values before you add them with `git add -f`. Check before sharing a report that it shows no single patient.
            """);
        File.WriteAllText(Path.Combine(folder, "paper.ipynb"),
            Notebook(name, kit.Replace('\\', '/'), mapped: from is not null && !File.Exists(Path.Combine(data, "patients.csv"))));
    }

    private static string Notebook(string name, string kit, bool mapped)
    {
        (bool Code, string Text)[] cells =
        [
            (false, $"# {name}\n\nEvery cell runs on an empty cohort too; what is not there yet says so."),
            (true, $"#r \"{kit}/NotebookKit.dll\"\n#r \"{kit}/NotebookKit.Charts.dll\"\n#r \"{kit}/NotebookKit.Import.dll\"\n#r "
                + $"\"{kit}/Microsoft.Data.Analysis.dll\"\nusing Microsoft.Data.Analysis;\nusing NotebookKit;\nusing "
                + "NotebookKit.Charts;\nusing NotebookKit.Cohorts;\nusing NotebookKit.Import;"),
            (false, "## Data\n\nWhat is wrong in the files stands in the findings, with file, row, column and remedy."),
            (true, $"var cohort = Cohort.{(mapped ? "Import" : "Load")}(\"data\");\ncohort.Findings"),
            (false, "## Patients"),
            (true, "if (cohort.Patients.Rows.Count == 0) \"No patients yet.\".Display();\nelse cohort.Patients.Describe(unit: "
                + "\"patients\").Display();"),
            (false, "## Survival\n\nMonths from the first procedure to death, or to the last contact."),
            (true, "if (cohort.Procedures.Rows.Count == 0) \"No procedures yet.\".Display();\nelse\n{\n    var survival = "
                + "cohort.OverallSurvival().ToDataFrame().KaplanMeier(\"os_months\", \"os_event\", unit: \"patients\");\n    "
                + "survival.Display();\n    survival.ToFigure().Display();\n}"),
            (false, "## Response\n\nJudged from the lesions where they were measured; else as recorded at each scan."),
            (true, "bool recorded = cohort.Imaging[\"overall_response\"].Cast<object>().Any(r => r is not null);\nif "
                + "(cohort.LesionMeasurements.Rows.Count > 0) cohort.AssessResponse().Display();\nelse if (!recorded) \"No responses "
                + "yet.\".Display();\nelse cohort.RecordedResponses().ToDataFrame().TabulateResponse(\"best_response\", unit: "
                + "\"procedures\").Display();"),
            (false, "## Adverse events"),
            (true, "if (cohort.AdverseEvents.Rows.Count == 0) \"No adverse events yet.\".Display();\nelse "
                + "cohort.AssessSafety().ByTerm(\"procedures\").Display();"),
        ];
        var json = new
        {
            cells = cells.Select((c, i) => c.Code
                ? (object)new { cell_type = "code", id = $"cell{i}", execution_count = (int?)null,
                    metadata = new { dotnet_interactive = new { language = "csharp" }, polyglot_notebook = new { kernelName = "csharp" } },
                    outputs = Array.Empty<object>(), source = Lines(c.Text) }
                : new { cell_type = "markdown", id = $"cell{i}", metadata = new { }, source = Lines(c.Text) }).ToArray(),
            metadata = new { kernelspec = new { display_name = ".NET (C#)", language = "C#", name = ".net-csharp" },
                language_info = new { name = "csharp" } },
            nbformat = 4,
            nbformat_minor = 5,
        };
        return JsonSerializer.Serialize(json,
            new JsonSerializerOptions { WriteIndented = true, NewLine = "\n",
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static string[] Lines(string text)
    {
        string[] lines = text.Split('\n');
        return [.. lines.Select((l, i) => i < lines.Length - 1 ? l + "\n" : l)];
    }
}
