using System.Reflection;
using PublicApiGenerator;

namespace NotebookKit.Sql.Tests;

/// <summary>The public members of the package, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() => Snapshot.Match(string.Join("\n",
        new[] { "NotebookKit.Sql", "NotebookKit.Sql.DuckDb", "NotebookKit.Sql.PostgreSql" }.Select(name =>
            Assembly.Load(name).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }))),
        "NotebookKit.Sql.Tests", "PublicApi.verified.txt");
}
