using System.Text.Json.Nodes;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Reports;

namespace NotebookKit.Kernel.Tests.Documents;

/// <summary>Every broken notebook is told by its place and a remedy; none ends a command by an exception nobody expected.</summary>
public class BrokenNotebookTests
{
    private static readonly string Folder = Path.GetTempPath();

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("{", "the JSON is broken at line 1")]
    [InlineData("[]", "the file is a list, expected an object")]
    [InlineData("{\"worksheets\":[]}", "of format 3")]
    [InlineData("{\"cells\":{}}", "there is no list \"cells\"")]
    [InlineData("{\"cells\":[],\"cells\":[]}", "the JSON is broken")]
    [InlineData("{\"cells\":[],\"metadata\":[]}", "\"metadata\" of the notebook is a list")]
    [InlineData("{\"cells\":[3]}", "cell 1 of all is a number")]
    [InlineData("{\"cells\":[{}]}", "cell 1 of all has no \"cell_type\"")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"metadata\":null}]}", "\"metadata\" of cell 1 of all (code cell 1) is null")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"source\":5}]}",
        "\"source\" of cell 1 of all (code cell 1) is a number, expected a text or a list of texts")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"metadata\":{\"tags\":\"x\"}}]}", "\"tags\"")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"outputs\":{}}]}", "\"outputs\" of cell 1")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"outputs\":[null]}]}", "output 1 of cell 1 of all (code cell 1) is null")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"outputs\":[{\"output_type\":\"stream\",\"name\":1}]}]}", "\"name\" of output 1")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"outputs\":[{\"output_type\":\"error\",\"traceback\":\"x\"}]}]}",
        "\"traceback\" of output 1")]
    [InlineData("{\"cells\":[{\"cell_type\":\"code\",\"outputs\":[{\"output_type\":\"display_data\",\"data\":[]}]}]}",
        "\"data\" of output 1")]
    [InlineData("{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"\\ud83d\"}]}", "half a character")]
    public void It_is_told_what_is_wrong_and_where(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => NotebookDocument.Parse(text)).Message);

    [Fact]
    public void No_mutation_of_a_notebook_ends_by_an_unexpected_exception()
    {
        NotebookDocument whole = Notebook.Of("1 + 1", "display(HTML(\"x\"))", "throw new Exception();").Ran(
            new ResultOutput(new MimeBundle().Add(MimeTypes.Plain, "2").Add(MimeTypes.Plotly, "{\"data\":[1]}")),
            new StreamOutput("stdout", "a\nb\n"), new ErrorOutput(new("E", "m", "cell 3", 1, ["t"])));
        whole.Insert(1, "markdown", "# Title", "markdown", "tag");
        string text = whole.ToString();
        JsonNode?[] others = [null, 5, "x", true, new JsonArray(), new JsonArray(1, null), new JsonObject(), new JsonObject { ["a"] = 1 }];
        var random = new Random(15);
        int refused = 0, count = LongRun.IsAsked ? 20_000 : 400;
        for (int i = 0; i < count; i++)
        {
            string broken;
            if (i % 4 == 0)
            {
                int at = random.Next(text.Length), length = random.Next(1, 40);
                broken = text.Remove(at, Math.Min(length, text.Length - at));
            }
            else
            {
                JsonNode root = JsonNode.Parse(text)!;
                List<JsonNode> nodes = [.. Descendants(root)];
                JsonNode chosen = nodes[random.Next(nodes.Count)];
                JsonNode? other = others[random.Next(others.Length)]?.DeepClone();
                if (chosen.Parent is JsonArray list) list[chosen.GetElementIndex()] = other;
                else if (i % 8 == 1) ((JsonObject)chosen.Parent!).Remove(chosen.GetPropertyName());
                else ((JsonObject)chosen.Parent!)[chosen.GetPropertyName()] = other;
                broken = root.ToJsonString();
            }
            try
            {
                NotebookDocument document = NotebookDocument.Parse(broken);
                _ = HtmlReport.Of(document, "n", Folder).Html + DibFile.Write(document) + CellOrder.Check(document).Count
                    + Provenance.Changes(document, Folder).Count;
                _ = SubjectRows.Find(document, Folder).Count
                    + OutputComparison.Differences(document, document.Copy(), new Tolerance()).Count;
                Cleaning.Clean(document, keepOutputs: i % 2 == 0);
                _ = document.ToString();
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("not a notebook", e.Message);
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}: {e}\n{broken}");
            }
        }
        Assert.InRange(refused, count / 10, count - 1);
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch { JsonObject o => o.Select(m => m.Value), JsonArray a => a, _ => [] };
        return children.OfType<JsonNode>().SelectMany(c => Descendants(c).Prepend(c));
    }
}
