using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Session;

/// <summary>What the checks for interrupts must not change.</summary>
public class InterruptCheckTests
{
    [Theory]
    [InlineData("void Add(List<int> l) => l.Add(1); var l = new List<int>(); Add(l); l.Count", "1")]
    [InlineData("async Task WaitAsync() => await Task.Yield(); await WaitAsync(); 1", "1")]
    [InlineData("async Task<int> OneAsync() => await Task.FromResult(1); await OneAsync()", "1")]
    [InlineData("System.Linq.Expressions.Expression<Func<int, int>> e = n => Math.Abs(n); e.ToString()", "n => Abs(n)")]
    [InlineData("Func<int, int> g = n => n + 1; System.Linq.Expressions.Expression<Func<int, int>> e = n => g(n); e.Compile()(1)", "2")]
    [InlineData("Action<int> a = null; int sum = 0; a = n => Count(n); void Count(int n) => sum += n; Action<int> b = n => a(n); b(3); sum",
        "3")]
    [InlineData("Func<Task> f = async () => await Task.Yield(); Func<Task> g = async () => await f(); await g(); 1", "1")]
    [InlineData("int[] xs = [1, 2]; ref int First() => ref xs[0]; First() = 5; xs[0]", "5")]
    [InlineData("class C { int n; public int N { get => n; set => n = value; } public C(int m) => N = m; public static implicit operator "
        + "int(C c) => c.N; } (int)new C(4)", "4")]
    [InlineData("Func<int, Func<int>> make = n => () => n; make(3)()", "3")]
    [InlineData("string Kind(object o) => o switch { int => \"int\", _ => throw new Exception() }; Kind(1)", "int")]
    [InlineData("List<int> Empty() => []; Func<List<int>> g = () => Empty(); g().Count", "0")]
    [InlineData("int? Half(int n) => n % 2 == 0 ? n / 2 : null; Func<int, int?> h = n => Half(n); h(4)", "2")]
    [InlineData("for (int i = 0; i < 3; i++) if (i == 1) goto found; found: ;\n{ int n = 0; again: n++; if (n < 5) goto again; "
        + "Console.Write(n); }\n1", "1")]
    public async Task Functions_do_what_they_did(string code, string result)
    {
        await using var session = new TestSession();
        Assert.Equal(result, (await session.OkAsync(code)).Result);
    }

    [Fact]
    public async Task An_error_in_an_expression_on_a_line_of_its_own_keeps_its_line()
    {
        await using var session = new TestSession();
        (CellResult result, _) = await session.RunAsync("int Divide(int a, int b) =>\n    a /\n    b;\nDivide(1, 0)");
        Assert.Equal(["   at cell 1, line 2", "   at cell 1, line 4"], result.Error!.Trace.Skip(1));
    }
}
