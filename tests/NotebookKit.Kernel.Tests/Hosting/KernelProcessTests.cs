using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Hosting;

public class KernelProcessTests
{
    private const string Ready =
        """echo '{"method":"ready","params":{"protocol":1}}'; read empty; read line; echo '{"id":1,"result":{}}'; """;

    private static KernelProcess Start(string script) => KernelProcess.Start(["/bin/sh", "-c", Ready + script]);

    [Fact(Timeout = 60_000)]
    public async Task A_question_to_a_kernel_whose_stream_has_ended_is_answered_even_while_its_process_lives()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        await using KernelProcess kernel = Start("exec >&-; exec sleep 30");
        await kernel.OpenAsync(".");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Empty(await kernel.PackagesAsync());
        CellResult cell = await kernel.ExecuteAsync("1", "cell 1", new RecordingSink());
        Assert.Equal(KernelProcess.Died, cell.Error!.Name);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lines_that_only_look_like_messages_are_left_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        await using KernelProcess kernel = Start("""
            echo '{"method":5}'; echo '{"method":"output"}'; echo '{"method":"output","params":{"request":"x","output":3}}'; echo '{"id":{},"result":1}';
            echo '{"id":2,"id":2}'; echo '{"method":"output","params":{"request":2,"output":{"output_type":"none"}}}';
            read empty; read line; echo '{"id":2,"result":{"packages":[]}}'; cat >/dev/null
            """);
        await kernel.OpenAsync(".").WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await kernel.PackagesAsync());
    }
}
