using NotebookKit.Survival;
using PublicApiGenerator;

namespace NotebookKit.Tests.Architecture;

/// <summary>The public members of the library, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() =>
        Snapshot.Match(typeof(KaplanMeierEstimate).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
            "NotebookKit.Tests", "Architecture", "PublicApi.verified.txt");
}
