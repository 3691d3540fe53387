using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Documents;

/// <summary>A notebook as one C# file that <c>dotnet run file.cs</c> runs without any notebook tool.</summary>
/// <param name="Code">The file. Texts between the cells stay as comments.</param>
/// <param name="References">A build file with the assemblies that the notebook refers to by path; null when it has none.</param>
public sealed record CSharpApp(string Code, string? References)
{
    private static readonly string[] Usings = ["System.Text", "static NotebookFunctions"];

    private const string Functions = """
        // What a cell calls without naming a class, for the terminal.
        internal sealed class DisplayedValue
        {
            public void Update(object? value) => Console.WriteLine(value);
        }

        internal static class NotebookFunctions
        {
            public static DisplayedValue display(object? value, params string[] mimeTypes)
            {
                Console.WriteLine(value is System.Collections.IEnumerable items and not string && value.ToString() == value.GetType().ToString()
                    ? string.Join("\n", items.Cast<object?>()) : value);
                return new();
            }

            public static DisplayedValue Display(this object? value, params string[] mimeTypes) => display(value);

            public static DisplayedValue DisplayAs(this string value, string mimeType) => display(value);

            public static string HTML(string content) => content;

            public static string input(string prompt = "")
            {
                Console.Write(prompt);
                return Console.ReadLine() ?? "";
            }
        }

        """;

    /// <summary>Converts a notebook.</summary>
    /// <param name="document">The notebook; cells in other languages become comments.</param>
    /// <param name="name">Name of the file, without folder and extension.</param>
    /// <exception cref="InvalidDataException">A cell cannot be part of a program.</exception>
    public static CSharpApp Of(NotebookDocument document, string name)
    {
        var body = new StringBuilder();
        var types = new StringBuilder();
        var usings = new List<string>(Usings.Select(u => $"using {u};"));
        List<string> references = [], packages = [];
        var owner = new Dictionary<string, int>(StringComparer.Ordinal);
        int number = 0;
        foreach (NotebookCell cell in document.Cells)
        {
            if (!cell.IsCode || cell.Language != "csharp")
            {
                if (cell.IsCode) number++;
                body.Append(cell.IsCode ? $"// %% [{cell.Language}]\n" : "// %% [markdown]\n").Append(Comment(cell.Source)).Append('\n');
                continue;
            }
            number++;
            body.Append("// %%\n");
            foreach (CellPart part in CellParser.Parse(cell.Source))
                if (part is MagicPart { Name: "#r" } reference)
                    (IsPackage(reference) ? packages : references).Add(Unquote(reference.Arguments));
                else if (part is MagicPart { Name: "#load" or "#!import" } other)
                    throw new InvalidDataException(
                        $"cell {number} runs the file {other.Arguments}, but a program is one file: put its code into the cell.");
                else if (part is CodePart { Language: "csharp" } code) AddCode(code.Code, number);
                else body.Append(
                    Comment(part is CodePart text
                        ? $"{$"#!{text.Language} {text.Arguments}".TrimEnd()}\n{text.Code}"
                        : $"{((MagicPart)part).Name} {((MagicPart)part).Arguments}"));
            body.Append('\n');
        }
        string head = string.Concat(packages.Distinct().Select(p => $"#:package {Package(p)}\n")) +
            (references.Count == 0
                ? ""
                : $"#:property CustomAfterMicrosoftCommonTargets=$(MSBuildProjectDirectory)/{name}.references.targets\n");
        return new($"{head}{string.Join('\n', usings.Distinct())}\n\n{body}{types}{Functions}",
            references.Count == 0 ? null : Targets(references.Distinct()));

        void AddCode(string code, int cell)
        {
            CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, CellSyntax.Options).GetCompilationUnitRoot();
            usings.AddRange(root.Usings.Select(u => u.WithoutTrivia().ToString()));
            foreach (MemberDeclarationSyntax member in root.Members)
            {
                if (member is FieldDeclarationSyntax field)
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                        if (!owner.TryAdd(variable.Identifier.ValueText, cell))
                            throw new InvalidDataException(
                                $"cell {cell} declares '{variable.Identifier.ValueText}' again, which cell "
                                    + $"{owner[variable.Identifier.ValueText]} declared. A program can declare a name only once: rename "
                                    + "one of them.");
                if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
                    types.Append(member.ToFullString().Trim('\n')).Append("\n\n");
                else if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } value })
                body.Append(value.GetLeadingTrivia().ToFullString()).Append("display(").Append(value.Expression.WithoutTrivia())
                    .Append(");\n");
                else body.Append(member.ToFullString().TrimEnd('\n').TrimStart('\n')).Append('\n');
            }
        }
    }

    private static string Comment(string text) =>
        string.Concat(text.TrimEnd('\n').ReplaceLineEndings("\n").Split('\n').Select(l => $"// {l}".TrimEnd() + "\n"));

    private static bool IsPackage(MagicPart reference) =>
        Unquote(reference.Arguments).StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);

    private static string Package(string reference) =>
        string.Join('@', reference["nuget:".Length..].Split(',', StringSplitOptions.TrimEntries));

    private static string Targets(IEnumerable<string> references)
    {
        var xml = new System.Xml.Linq.XElement("Project", new System.Xml.Linq.XElement("ItemGroup", references.Select(r =>
            new System.Xml.Linq.XElement("Reference", new System.Xml.Linq.XAttribute("Include", Path.GetFileNameWithoutExtension(r)),
                new System.Xml.Linq.XElement("HintPath", Path.IsPathRooted(r) ? r : "$(MSBuildThisFileDirectory)" + r)))));
        return xml + "\n";
    }

    private static string Unquote(string text) => text.Trim().Trim('"').Trim();
}
