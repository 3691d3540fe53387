
namespace NotebookKit.Kernel.Tests.Session;

/// <summary>What cells may do to a session without harming those after them. Runs alone: it weighs the memory of the process.</summary>
[Collection(nameof(ReliabilityTests))]
[CollectionDefinition(nameof(ReliabilityTests), DisableParallelization = true)]
public class ReliabilityTests
{
    [Fact]
    public async Task A_thousand_cells_run_and_hold_no_more_than_their_code()
    {
        await using var session = new TestSession();
        for (int i = 0; i < 100; i++) await session.OkAsync($"var v{i} = new byte[10]; v{i}.Length");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 100; i < 1000; i++) await session.OkAsync("var buffer = new byte[1_000_000]; buffer.Length + v1.Length");
        // 900 MB were declared again and again; only the last buffer and the code of the cells may be left.
        long perCell = (GC.GetTotalMemory(forceFullCollection: true) - before) / 900;
        Assert.True(perCell < 200_000, $"{perCell:N0} bytes per cell");
    }

    [Fact]
    public async Task A_function_keeps_the_variable_it_was_written_for()
    {
        await using var session = new TestSession();
        await session.OkAsync("var text = \"old\"; string Read() => text; var plain = \"old\"; Func<string> read = () => plain;");
        await session.OkAsync("var text = 1; var plain = 2;");
        Assert.Equal("oldold", (await session.OkAsync("Read() + read()")).Result);
    }
}
