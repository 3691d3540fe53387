using System.Reflection;
using PublicApiGenerator;

namespace NotebookKit.Reports.Tests;

/// <summary>The public members of the package, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() =>
        Snapshot.Match(Assembly.Load("NotebookKit.Reports")
            .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
            "NotebookKit.Reports.Tests", "PublicApi.verified.txt");
}
