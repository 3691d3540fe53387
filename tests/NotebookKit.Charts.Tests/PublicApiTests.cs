using PublicApiGenerator;

namespace NotebookKit.Charts.Tests;

/// <summary>The public members of the charts, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() =>
        TestSupport.Snapshot.Match(typeof(Figure).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
            "NotebookKit.Charts.Tests", "PublicApi.verified.txt");
}
