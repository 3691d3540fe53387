using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Rendering.Files;

namespace NotebookKit.Import.Studies;

/// <summary>
/// What the commands <c>import</c>, <c>validate</c> and <c>new</c> do; the command line finds them by name, as it knows no statistics.
/// </summary>
internal static class StudyCommands
{
    private const int Done = 0, HasErrors = 1, BadInput = 2;

    /// <summary>Proposes a mapping for the files of a folder, or applies the one that is there.</summary>
    public static int Import(string folder, bool propose, bool overwrite, TextWriter output)
    {
        if (File.Exists(folder)) folder = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        string mapping = Path.Combine(folder, "mapping.csv");
        if (propose)
        {
            FindingList found = Cohort.ProposeImport(folder, overwrite);
            WholeFile.Write(Path.Combine(folder, "import-report.html"), ImportReport.Html(folder, found));
            output.WriteLine($"Wrote {mapping}, recode.csv and import-report.html; no data were changed.");
            output.WriteLine(
                "Correct table, column and unit in mapping.csv, and the open rows of recode.csv, in your spreadsheet program; then: "
                + "notebookkit import " + folder);
            Print(found, output);
            return Done;
        }
        if (!File.Exists(mapping))
        {
            output.WriteLine($"There is no {mapping}. Write one with: notebookkit import {folder} --propose");
            return BadInput;
        }
        int added = Cohort.ProposeRecode(folder);
        if (added > 0)
            output.WriteLine($"Added {added} row{(added == 1 ? "" : "s")} to recode.csv: values that nothing decided; look at them there.");
        Cohort cohort = Cohort.Import(folder);
        WholeFile.Write(Path.Combine(folder, "import-report.html"), ImportReport.Html(folder, cohort.Findings));
        output.WriteLine(cohort.ToString());
        Print(cohort.Findings, output);
        Cohort.KeepImportState(folder);
        return cohort.IsValid ? Done : HasErrors;
    }

    /// <summary>Checks a folder of templates, or of files with a mapping; fails where there is an error.</summary>
    public static int Validate(string folder, string? csv, string? html, string? today, string[] leaveOut, TextWriter output)
    {
        var options = new CohortOptions { LeaveOut = [.. leaveOut] };
        if (today is not null)
        {
            if (!DateOnly.TryParseExact(today, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                output.WriteLine($"--today '{today}' is not a date; write it as 2024-06-30.");
                return BadInput;
            }
            options = options with { Today = day };
        }
        bool mapped = File.Exists(Path.Combine(folder, "mapping.csv")) && !File.Exists(Path.Combine(folder, "patients.csv"));
        Cohort cohort = mapped ? Cohort.Import(folder, options: options) : Cohort.Load(folder, options);
        output.WriteLine(cohort.ToString());
        Print(cohort.Findings, output);
        if (csv is not null) WholeFile.Write(csv, cohort.Findings.ToCsv());
        if (html is not null) WholeFile.Write(html, ImportReport.Html(folder, cohort.Findings));
        return cohort.IsValid ? Done : HasErrors;
    }

    /// <summary>Makes a study folder: data, notebook, README, and a .gitignore that keeps data out of the repository.</summary>
    public static int New(string folder, string? from, string kit, TextWriter output)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            output.WriteLine($"'{folder}' is there already and not empty; choose another name.");
            return BadInput;
        }
        StudyFolder.Make(folder, from, kit);
        output.WriteLine($"Made {folder}: data, paper.ipynb, README.md, .gitignore.");
        output.WriteLine(!File.Exists(Path.Combine(folder, "data", "mapping.csv")) ? from is null
            ? "Fill the files in data, then run paper.ipynb."
            : "Run paper.ipynb." : "Correct data/mapping.csv and data/recode.csv in your spreadsheet program, then run paper.ipynb.");
        return Done;
    }

    private static void Print(FindingList findings, TextWriter output)
    {
        if (findings.Count > 0) output.WriteLine(findings.ToString());
    }
}
