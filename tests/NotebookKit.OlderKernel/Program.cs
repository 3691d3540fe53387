using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.OlderKernel;

// Stands in for the kernel itself, whose packages are no longer to be had: runs the C# cells of a notebook one after the other
// and writes the MIME bundles of what each shows as JSON, a list for each cell.
string notebook = Path.GetFullPath(args[0]), folder = Path.GetDirectoryName(notebook)!;
Environment.CurrentDirectory = folder;
ScriptOptions options = ScriptOptions.Default
    .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
    .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator))
    .WithImports("System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
        typeof(Formatter).Namespace!, typeof(Displays).Namespace!)
    .WithLanguageVersion(LanguageVersion.CSharp12);
var cells = new JsonArray();
ScriptState<object>? state = null;
foreach (JsonNode? cell in JsonNode.Parse(File.ReadAllText(notebook))!["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code"))
{
    string code = cell!["source"] is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)cell["source"]!;
    state = state is null ? await CSharpScript.RunAsync(code, options) : await state.ContinueWithAsync(code);
    cells.Add(new JsonArray([.. Displays.Take(state.ReturnValue).Select(Bundle)]));
}
Console.OutputEncoding = System.Text.Encoding.UTF8;
Console.WriteLine(new JsonObject { ["runtime"] = Environment.Version.ToString(), ["cells"] = cells }.ToJsonString());

static JsonNode Bundle(object value)
{
    var bundle = new JsonObject();
    foreach (string mimeType in Formatter.GetPreferredMimeTypesFor(value.GetType())) bundle[mimeType] = value.ToDisplayString(mimeType);
    return bundle;
}
