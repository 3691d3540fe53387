using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Session;

public class SharingTests
{
    [Theory]
    [InlineData("3", "Int32 3")]
    [InlineData("-0.5", "Double -0.5")]
    [InlineData("true", "Boolean True")]
    [InlineData("word", "String word")]
    [InlineData("\"3\"", "String 3")]
    [InlineData("\"two words; var x = 1;\"", "String two words; var x = 1;")]
    [InlineData("@csharp:other", "String[] System.String[]")]
    [InlineData("@input:\"How many?\"", "String answer")]
    public async Task A_variable_is_set_with_the_type_of_its_value(string value, string expected)
    {
        await using var session = new TestSession();
        await session.OkAsync("var other = new[] { \"a\" };");
        (CellResult result, _) = await session.RunAsync($"#!set --name x --value {value}", answer: "answer");
        Assert.True(result.Succeeded, result.Error?.Message);
        Assert.Equal(expected, (await session.OkAsync("$\"{x.GetType().Name} {x}\"")).Result);
    }

    [Fact]
    public async Task An_array_is_copied_and_other_objects_are_handed_over()
    {
        await using var session = new TestSession();
        await session.OkAsync(
            "var a = new[] { 1 }; class Own { public int N; } var own = new Own(); List<(string, int?)> list = [(\"x\", null)]; string "
                + "nothing = null;");
        await session.OkAsync(
            "#!share --from csharp a --as b\n#!share --from csharp own --as own2\n#!share --from csharp list --as list2\n#!share --from "
                + "csharp nothing --as nothing2\nb[0] = 2; own.N = 5;");
        Assert.Equal("1 2 5 x True",
            (await session.OkAsync("$\"{a[0]} {b[0]} {((Own)own2).N} {list2[0].Item1} {nothing2 is null}\"")).Result);
    }

    [Theory]
    [InlineData("#!share --from csharp nothere", "'csharp' has no variable 'nothere'. It has: known.")]
    [InlineData("#!share --from python known", "No cell in 'python' has run")]
    [InlineData("#!share --from csharp known --to r", "does not know --to")]
    [InlineData("#!set --name x", "Write it as #!set")]
    [InlineData("#!set --name 1x --value 1", "cannot be the name")]
    [InlineData("#!markdown\n#!share --from csharp known", "has no variables")]
    public async Task What_is_wrong_with_a_command_is_said(string cell, string message)
    {
        await using var session = new TestSession();
        await session.OkAsync("var known = 1;");
        Assert.Contains(message, (await session.RunAsync(cell)).Result.Error!.Message);
    }
}
