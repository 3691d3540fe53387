using NotebookKit.Survival.Curves;
using PublicApiGenerator;

namespace NotebookKit.Tests.Architecture;

/// <summary>The public members of the library, committed: whoever changes them sees it in the difference.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_of_the_baseline() =>
        Snapshot.Match(
            typeof(KaplanMeierEstimate).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
            "NotebookKit.Tests", "Architecture", "PublicApi.verified.txt");

    /// <remarks>C# 12, the language of the older kernels, spreads arguments over arrays only.</remarks>
    [Fact]
    public void Lists_of_arguments_are_arrays() =>
        Assert.Empty(
            from type in typeof(KaplanMeierEstimate).Assembly.GetExportedTypes()
            from member in type.GetMembers().OfType<System.Reflection.MethodBase>()
            from parameter in member.GetParameters()
            where parameter.CustomAttributes.Any(a => a.AttributeType.Name == "ParamCollectionAttribute")
            select $"{type.Name}.{member.Name}({parameter.Name})");

    [Fact]
    public void The_library_stays_small() =>
        Assert.InRange(typeof(KaplanMeierEstimate).Assembly.GetExportedTypes().Length, 1, 160);
}
