using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Tests.Checks;

public class CellOrderTests
{
    [Fact]
    public void A_notebook_that_ran_from_top_to_bottom_is_in_order()
    {
        NotebookDocument document = Notebook.Of("var a = 1;", "int Twice(int x) => 2 * x;", "Twice(a)",
            "foreach (var a1 in new[] { a }) Console.Write(a1);").Ran();
        Provenance.Record(document, ".");
        Assert.Empty(CellOrder.Check(document));
    }

    [Fact]
    public void A_notebook_that_never_ran_is_in_order() => Assert.Empty(CellOrder.Check(Notebook.Of("var a = 1;", "a")));

    [Fact]
    public void Cells_that_ran_out_of_order_are_named()
    {
        NotebookDocument document = Notebook.Of("var a = 1;", "a", "2");
        document.Cells[0].SetOutputs([], 2);
        document.Cells[1].SetOutputs([], 1);
        Assert.Equal(["cell 2 ran as number 1, before cell 1 above it, which ran as number 2", "cell 3 did not run"],
            CellOrder.Check(document));
    }

    [Fact]
    public void A_name_that_only_a_later_cell_defines_is_reported()
    {
        NotebookDocument document = Notebook.Of("int Area() => side * side;", "new Lesion(1).Size", "var side = 2;",
            "record Lesion(int Size);");
        Assert.Equal(["cell 1 uses 'side', which cell 3 defines further down", "cell 2 uses 'Lesion', which cell 4 defines further down"],
            CellOrder.Check(document));
    }

    [Fact]
    public void Members_labels_and_own_variables_are_no_uses()
    {
        NotebookDocument document = Notebook.Of("\"x\".Length", "Math.Round(d: 1.5)", "new[] { 1 }.Select(n => n)",
            "var Length = 1; var d = 2; var n = 3;");
        Assert.Empty(CellOrder.Check(document));
    }

    [Fact]
    public void An_edit_after_the_run_makes_the_cell_and_what_uses_it_stale()
    {
        NotebookDocument document = Notebook.Of("var a = 1;", "var b = a + 1;", "b", "var c = 5;").Ran();
        Provenance.Record(document, ".");
        NotebookDocument edited = NotebookDocument.Parse(document.ToString().Replace("var a = 1;", "var a = 7;", StringComparison.Ordinal));
        Assert.Equal(
            [
                "cell 1 was edited after it ran; its outputs are those of the older code",
                "cell 2 is stale: it uses 'a' of cell 1, which was edited or is stale itself",
                "cell 3 is stale: it uses 'b' of cell 2, which was edited or is stale itself",
            ],
            CellOrder.Check(edited));
    }
}
