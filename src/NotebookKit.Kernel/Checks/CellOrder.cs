using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Checks;

/// <summary>Finds what a run from top to bottom would not reproduce, from what cells define and use.</summary>
public static class CellOrder
{
    /// <summary>Sentences on cells that ran out of order, use names defined further down, or are stale; empty when all is well.</summary>
    public static IReadOnlyList<string> Check(NotebookDocument document)
    {
        List<Cell> cells = [.. document.CodeCells.Where(c => c.Source.Trim().Length > 0).Select((c, i) => Cell.Of(c, i + 1))];
        return [.. Order(cells), .. UsedBeforeDefined(cells), .. Stale(cells, Provenance.SourcesOf(document))];
    }

    private static IEnumerable<string> Order(List<Cell> cells)
    {
        List<Cell> ran = [.. cells.Where(c => c.Count is not null)];
        for (int i = 1; i < ran.Count; i++)
            if (ran[i].Count <= ran[i - 1].Count)
                yield return $"cell {ran[i].Number} ran as number {ran[i].Count}, before cell {ran[i - 1].Number} above it, which ran as "
                    + $"number {ran[i - 1].Count}";
        if (ran.Count > 0)
            foreach (Cell cell in cells.Where(c => c.Count is null)) yield return $"cell {cell.Number} did not run";
    }

    private static IEnumerable<string> UsedBeforeDefined(List<Cell> cells)
    {
        for (int i = 0; i < cells.Count; i++)
            foreach (string name in cells[i].Uses.Order(StringComparer.Ordinal))
            {
                if (cells.Take(i).Any(c => c.Defines.Contains(name))) continue;
                if (cells.Skip(i + 1).FirstOrDefault(c => c.Defines.Contains(name)) is { } later)
                    yield return $"cell {cells[i].Number} uses '{name}', which cell {later.Number} defines further down";
            }
    }

    /// <summary>A cell is stale when it was edited after it ran, or uses what a stale cell defines.</summary>
    private static IEnumerable<string> Stale(List<Cell> cells, IReadOnlyDictionary<string, string> sources)
    {
        var staleNames = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Cell cell in cells.Where(c => c.Count is not null))
        {
            bool isEdited = cell.Id is { } id && sources.TryGetValue(id, out string? ran) && ran != Provenance.Hash(cell.Source);
            string? cause = cell.Uses.Order(StringComparer.Ordinal).FirstOrDefault(staleNames.ContainsKey);
            if (isEdited) yield return $"cell {cell.Number} was edited after it ran; its outputs are those of the older code";
            else if (cause is not null)
            yield return $"cell {cell.Number} is stale: it uses '{cause}' of cell {staleNames[cause]}, which was edited or is stale itself";
            if (isEdited || cause is not null)
                foreach (string name in cell.Defines) staleNames[name] = cell.Number;
            else
                foreach (string name in cell.Defines) staleNames.Remove(name);
        }
    }

    private sealed record Cell(int Number, string? Id, string Source, int? Count, HashSet<string> Defines, HashSet<string> Uses)
    {
        public static Cell Of(NotebookCell cell, int number)
        {
            string code = cell.Language == "csharp" ? CellText.CSharpOnly(cell.Source) : "";
            CompilationUnitSyntax root = CSharpSyntaxTree.ParseText(code, CellSyntax.Options).GetCompilationUnitRoot();
            HashSet<string> defines = [.. root.Members.SelectMany(Names),
                .. root.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(d => d.Identifier.ValueText)];
            // Parameters and variables of inner blocks are the cell's own affair.
            HashSet<string> own =
            [
                .. root.DescendantNodes().OfType<ParameterSyntax>().Select(p => p.Identifier.ValueText),
                .. root.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(v => v.Identifier.ValueText),
                .. root.DescendantNodes().OfType<ForEachStatementSyntax>().Select(f => f.Identifier.ValueText),
            ];
            IEnumerable<string> uses = root.DescendantNodes().OfType<SimpleNameSyntax>().Where(IsFree).Select(n => n.Identifier.ValueText);
            return new(number, cell.Id, cell.Source, cell.ExecutionCount, defines,
                [.. uses.Where(n => !own.Contains(n) && !defines.Contains(n))]);
        }

        private static IEnumerable<string> Names(MemberDeclarationSyntax member) => member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            _ => [],
        };

        /// <summary>Whether a name stands for itself: no member behind a dot, no argument's or property's name.</summary>
        private static bool IsFree(SimpleNameSyntax name) => name.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == name,
            QualifiedNameSyntax qualified => qualified.Left == name,
            MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax => false,
            AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set => set.Left != name,
            _ => true,
        };
    }
}
