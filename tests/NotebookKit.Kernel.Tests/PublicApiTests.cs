using NotebookKit.Kernel.Session;
using PublicApiGenerator;

namespace NotebookKit.Kernel.Tests;

/// <summary>The public members of the engine, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() =>
        Snapshot.Match(typeof(NotebookSession).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
            "NotebookKit.Kernel.Tests", "PublicApi.verified.txt");
}
