using System.CommandLine;

namespace NotebookKit.Cli;

/// <summary>
/// <c>notebookkit import</c>, <c>validate</c>, <c>new</c> and <c>summarise</c>: data of a study, before there is a notebook.
/// </summary>
internal static class DataCommands
{
    private const string Commands = "NotebookKit.Import.Studies.StudyCommands";

    public static Command CreateImport()
    {
        var folder = new Argument<string>("folder") {
            Description =
                "Folder with your own files (CSV, workbooks, SPSS, Stata, SAS transport, REDCap exports with their dictionary)." };
        var propose = new Option<bool>("--propose") {
            Description = "Write mapping.csv and recode.csv: where each column goes and what each value means." };
        var force = new Option<bool>("--force") { Description = "Replace a mapping that is there." };
        var command = new Command("import", "Reads a physician's own files through a mapping and says what is wrong with them.") { folder,
            propose, force };
        command.SetAction(
            parsed => CommandErrors.Report(
                () => Call("Import", parsed.GetRequiredValue(folder), parsed.GetValue(propose), parsed.GetValue(force), Console.Out)));
        return command;
    }

    public static Command CreateValidate()
    {
        var folder = new Argument<string>("folder") {
            Description = "Folder with the files of the templates, or with your own files and a mapping." };
        var csv = new Option<string?>("--csv") { Description = "Write all findings to this CSV file." };
        var html = new Option<string?>("--html") { Description = "Write the findings to this page." };
        var today = new Option<string?>("--today") {
            Description = "The day that counts as today, as 2024-06-30; later days lie in the future." };
        var without = new Option<string[]>("--without") { Description = "Rules to leave out, such as D62.",
            AllowMultipleArgumentsPerToken = true };
        var command = new Command("validate", "Checks the data of a study; fails where there is an error.") { folder, csv, html,
            today, without };
        command.SetAction(parsed => CommandErrors.Report(() =>
            Call("Validate", parsed.GetRequiredValue(folder), parsed.GetValue(csv), parsed.GetValue(html), parsed.GetValue(today),
                parsed.GetValue(without) ?? [], Console.Out)));
        return command;
    }

    public static Command CreateNew()
    {
        var name = new Argument<string>("name") { Description = "Name of the folder to be made." };
        var from = new Option<string?>("--from") {
            Description = "A file or folder of your own data to be copied into it, with a mapping proposed." };
        var command = new Command("new", "Makes a study folder: data, the paper as a notebook, README, .gitignore.") { name, from };
        command.SetAction(
            parsed => CommandErrors.Report(
                () => Call("New", parsed.GetRequiredValue(name), parsed.GetValue(from), Kit.Folder(), Console.Out)));
        return command;
    }

    public static Command CreateSummarise()
    {
        var file = new Argument<string>("file") { Description = "Your data, one row per patient: text, workbook, SPSS, Stata." };
        var hospital = new Option<string>("--hospital") { Description = "Name of the hospital, as results will call it.", Required = true };
        var unit = new Option<string>("--unit") { Description = "What a row is, in the plural.", DefaultValueFactory = _ => "patients" };
        var key = new Option<string>("--key") { Description = "Column that names each row; it does not leave.", Required = true };
        var table = new Option<string[]>("--table") {
            Description = "Columns that are counted together, such as months,death,arm; repeat it.", Required = true };
        var complete = new Option<string[]>("--with-values") {
            Description = "Leave out rows without a value in this column, and say how many; repeat it." };
        var least = new Option<int>("--least") { Description = "Fewest patients of a combination.", DefaultValueFactory = _ => 5 };
        var output = new Option<string>("--output") { Description = "The counts file to be written.",
            DefaultValueFactory = _ => "counts.json" };
        var command = new Command("summarise", "Counts the rows of a hospital for a file that others can analyse; no row leaves.") { file,
            hospital, unit, key, table, complete, least, output };
        command.SetAction(parsed => CommandErrors.Report(() =>
        {
            object data = Kit.Call("NotebookKit.Import", "NotebookKit.Import.DataFile", "Read", parsed.GetRequiredValue(file), null, null)!;
            return (int)Kit.Call("NotebookKit.Sql", "NotebookKit.Sql.Hospitals.SummariseCommand", "Run", Kit.Property(data, "Frame"),
                parsed.GetRequiredValue(hospital), parsed.GetValue(unit), parsed.GetRequiredValue(key), parsed.GetRequiredValue(table),
                parsed.GetValue(complete) ?? [], parsed.GetValue(least), parsed.GetValue(output), Console.Out)!;
        }));
        return command;
    }

    private static int Call(string method, params object?[] arguments) => (int)Kit.Call("NotebookKit.Import", Commands, method, arguments)!;
}
