using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Running;

/// <summary>Values given from outside for the variables of the cell tagged <c>parameters</c>.</summary>
public static class NotebookParameters
{
    /// <summary>Tag of the cell that declares the parameters and their default values.</summary>
    public const string Tag = "parameters";

    /// <summary>Tag of the cell that sets them.</summary>
    public const string InjectedTag = "injected-parameters";

    /// <summary>Adds a cell that sets the parameters after the one that declares them; an earlier such cell is replaced.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="values">Name and value of each parameter, as given on a command line.</param>
    /// <exception cref="ArgumentException">A parameter is unknown, or its value does not fit its type.</exception>
    public static void Inject(NotebookDocument document, IReadOnlyDictionary<string, string> values)
    {
        int old = IndexOf(document, InjectedTag);
        if (old >= 0) document.RemoveAt(old);
        int declaring = IndexOf(document, Tag);
        if (declaring < 0) throw new ArgumentException($"The notebook takes no parameters: no code cell has the tag '{Tag}'.");
        Dictionary<string, string> types = Declared(document.Cells[declaring].Source);
        IEnumerable<string> lines = values.Select(v => types.TryGetValue(v.Key, out string? type)
            ? $"{v.Key} = {Literal(v.Key, type, v.Value)};"
            : throw new ArgumentException(
                $"The notebook has no parameter '{v.Key}'. It has {string.Join(", ", types.Select(t => $"{t.Key} ({t.Value})"))}."));
        document.Insert(declaring + 1, "code", string.Join('\n', lines), tags: InjectedTag);
    }

    private static int IndexOf(NotebookDocument document, string tag)
    {
        for (int i = 0; i < document.Cells.Count; i++)
            if (document.Cells[i].IsCode && document.Cells[i].Tags.Contains(tag)) return i;
        return -1;
    }

    private static Dictionary<string, string> Declared(string code)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, CellSyntax.Options).GetCompilationUnitRoot();
        foreach (VariableDeclarationSyntax declaration in root.Members.OfType<FieldDeclarationSyntax>().Select(f => f.Declaration))
            foreach (VariableDeclaratorSyntax variable in declaration.Variables)
                types[variable.Identifier.ValueText] = declaration.Type.IsVar
                    ? TypeOf(variable.Initializer?.Value)
                    : declaration.Type.ToString();
        return types;
    }

    private static string TypeOf(ExpressionSyntax? value) => value switch
    {
        PrefixUnaryExpressionSyntax sign => TypeOf(sign.Operand),
        LiteralExpressionSyntax { Token.Value: { } literal } => literal switch
        {
            bool => "bool", string => "string", int => "int", long => "long", double => "double", decimal => "decimal", float => "float",
                _ => "var",
        },
        ObjectCreationExpressionSyntax created => created.Type.ToString(),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } => called.Expression.ToString(),
        _ => "var",
    };

    /// <summary>The value as C# writes it.</summary>
    private static string Literal(string name, string type, string value)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (type.EndsWith('?') && value is "null" or "") return "null";
        switch (type.TrimEnd('?'))
        {
            case "string":
                return SymbolDisplay.FormatLiteral(value, quote: true);
            case "bool" when bool.TryParse(value, out bool flag):
                return flag ? "true" : "false";
            case "int" when int.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out int number):
                return number.ToString(invariant);
            case "long" when long.TryParse(value, NumberStyles.AllowLeadingSign, invariant, out long number):
                return number.ToString(invariant) + "L";
            case "double" when double.TryParse(value, NumberStyles.Float, invariant, out double number) && double.IsFinite(number):
                return number.ToString("R", invariant) + "d";
            case "float" when float.TryParse(value, NumberStyles.Float, invariant, out float number) && float.IsFinite(number):
                return number.ToString("R", invariant) + "f";
            case "decimal" when decimal.TryParse(value, NumberStyles.Number, invariant, out decimal number):
                return number.ToString(invariant) + "m";
            case "DateOnly" when DateOnly.TryParseExact(value, "yyyy-MM-dd", invariant, DateTimeStyles.None, out DateOnly date):
                return $"new DateOnly({date.Year}, {date.Month}, {date.Day})";
            case "DateTime" when DateTime.TryParseExact(value, "yyyy-MM-dd", invariant, DateTimeStyles.None, out DateTime date):
                return $"new DateTime({date.Year}, {date.Month}, {date.Day})";
            case "bool" or "int" or "long" or "double" or "float" or "decimal":
                throw new ArgumentException($"Parameter '{name}' is of type {type}; '{value}' is none.");
            case "DateOnly" or "DateTime":
                throw new ArgumentException($"Parameter '{name}' is a date, written 2026-12-31; '{value}' is none.");
            default:
                throw new ArgumentException(
                    $"Parameter '{name}' cannot be given from outside: its type '{type}' is neither a number, text, date nor bool. Declare "
                        + "it with such a type.");
        }
    }
}
