namespace NotebookKit.Kernel.Tests.Session;

public class SideBySideTests
{
    [Fact]
    public async Task Sessions_that_compile_at_the_same_time_keep_their_types()
    {
        string[] libraries = ["xunit.v3.assert.dll", "CsCheck.dll", "NetMQ.dll"];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            await using var session = new TestSession();
            await session.OkAsync("var before = new List<Type> { typeof(int) };");
            foreach (string library in libraries)
            {
                await session.OkAsync($"#r \"{Path.Combine(AppContext.BaseDirectory, library)}\"\nvar after = typeof(int);");
                Assert.Equal("True", (await session.OkAsync("before[0] == after")).Result);
            }
        })));
    }
}
