using System.Text;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests.Checks;

public sealed class SubjectRowsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public SubjectRowsTests() =>
        File.WriteAllText(Path.Combine(_folder, "patients.csv"), "patient_id,sex\nP001,female\nP002,male\n7,male\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_table_with_identifiers_is_found() =>
        Assert.Equal(["cell 1 shows a table with the column patient_id"],
            Find(Html("<table><tr><th>patient_id</th><th>sex</th></tr></table>")));

    [Fact]
    public void Identifiers_of_the_data_are_found_in_text_figures_and_pictures()
    {
        Assert.Equal(["cell 1 names 2 of the data's identifiers, such as P001, P002"], Find(Notebook.Text("worst: P001, P002")));
        Assert.Single(Find(new DisplayOutput(new MimeBundle().Add(MimeTypes.Plotly, """{"data":[{"text":["P002"]}]}"""))));
        string svg = Convert.ToBase64String(Encoding.UTF8.GetBytes("<svg><text>P001</text></svg>"));
        Assert.Single(Find(Html($"<img src=\"data:image/svg+xml;base64,{svg}\">")));
    }

    [Fact]
    public void Counts_and_summaries_pass()
    {
        Assert.Empty(Find(Html("<table><tr><th>Patients</th><th>N = 26</th></tr><tr><td>7 (27%)</td></tr></table>")));
        Assert.Empty(Find(Notebook.Text("7 of 26 patients; P = 0.01")));
    }

    private IReadOnlyList<string> Find(CellOutput output)
    {
        NotebookDocument document = Notebook.Of("File.ReadAllText(\"patients.csv\")").Ran(output);
        return SubjectRows.Find(document.Copy(), _folder);
    }

    private static DisplayOutput Html(string html) => new(new MimeBundle().Add(MimeTypes.Html, html));
}
