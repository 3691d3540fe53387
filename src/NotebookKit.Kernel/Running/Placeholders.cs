using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Running;

/// <summary>
/// Numbers in the text that come from results: <c>{{ expression }}</c> in a Markdown cell stands for the value of the expression
/// after the cells above have run.
/// </summary>
/// <remarks>Other kernels show the braces as they are. Text set as code keeps them too.</remarks>
internal static class Placeholders
{
    /// <summary>Evaluates the placeholders of a cell and keeps their values in its metadata; the source stays as it is.</summary>
    /// <returns>The error of the first that nothing fills, or null.</returns>
    public static async Task<CellError?> FillAsync(NotebookCell cell, IKernel kernel, string place, CancellationToken cancellation)
    {
        var values = new JsonObject();
        foreach (string expression in Expressions(cell.Source))
        {
            var collector = new OutputCollector([]);
            CellResult result = await kernel.ExecuteAsync(expression, $"{place}, {{{{ {expression} }}}}", collector, cancellation)
                .ConfigureAwait(false);
            if (result.Error is { } error) return error;
            string? value = collector.Outputs.OfType<ResultOutput>().LastOrDefault()?.Data.Text(MimeTypes.Plain);
            if (string.IsNullOrWhiteSpace(value))
            {
                string message =
                    $"'{{{{ {expression} }}}}' gives no value. Write an expression without a semicolon, such as the name of a variable "
                        + "that a cell above sets.";
                return new CellError("Empty placeholder", message, place, null, [message]);
            }
            values[expression] = value.Trim();
        }
        if (values.Count > 0) cell.Filled = values;
        return null;
    }

    private static IEnumerable<string> Expressions(string source) =>
        NotebookCell.PlaceholderOrCode().Matches(source).Select(m => m.Groups["expression"]).Where(g => g.Success)
            .Select(g => g.Value.Trim()).Distinct();
}
