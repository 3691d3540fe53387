namespace NotebookKit.Kernel.Tests.Session;

/// <summary>
/// Cells see what those before them declared, however many ran since and however short the chain is that the compiler is given.
/// </summary>
public class ChainTests
{
    private const string Cells = """
        var x = 1; string x2 = "two"; var (first, second) = (1, "s"); int.TryParse("7", out var parsed);
        => parsed + first + second + x2
        record P(string Name, int Age); var p = new P("a", 3); var ps = new List<P> { p };
        var same = ps.Where(q => q.Age > x).ToDictionary(q => q.Name);
        => same["a"].Age
        record P(int Other); var newer = new P(4);
        => p.Name + newer.Other + ps[0].Age
        var x = "shadowed";
        => x + same.Count
        int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2);
        string F(string s) => s + "!";
        => F(10) + F("f")
        int F(int n) => -n;
        => F(10) + F("f")
        string OfP(P value) => "new P";
        => OfP(newer)
        class Box<T> { public T Value; public Box(T value) { Value = value; } public static implicit operator T(Box<T> box) => box.Value; }
        class Box { public int Plain => 5; }
        => new Box().Plain + new Box<int>(3).Value
        static string Twice(this string s) => s + s;
        => "ab".Twice()
        static IEnumerator<int> GetEnumerator(this int n) { for (int i = 0; i < n; i++) yield return i; }
        var sum = 0; foreach (var i in 4) sum += i;
        => sum
        static void Deconstruct(this Version v, out int major, out int minor) { major = v.Major; minor = v.Minor; }
        var (major, minor) = new Version(2024, 5);
        => major + minor
        using Short = System.Text.StringBuilder;
        => new Short("alias").ToString()
        using Short = System.Collections.Generic.List<string>;
        => new Short().Count
        static class Helper { public static int Helped() => 11; }
        using static Helper;
        => Helped()
        using System.Globalization;
        => CultureInfo.InvariantCulture.Name.Length
        var anonymous = new { A = 1, Text = "t" };
        => anonymous.A + anonymous.Text
        anonymous = new { A = 2, Text = "u" };
        => anonymous.ToString()
        var many = Enumerable.Range(0, 3).Select(i => new { Number = i, Half = i / 2.0 }).ToList();
        object one = new { Number = 1, Half = 0.5 };
        => many[1].Equals(one)
        => many.Contains(new { Number = 2, Half = 1.0 })
        var let = from i in Enumerable.Range(1, 3) let square = i * i let cube = square * i select new { i, cube };
        => let.Last().cube
        => (from i in Enumerable.Range(1, 3) let square = i * i select new { i, square }).Last().square
        var refs = (ref int number) => ++number; var counter = 1;
        => refs(ref counter) + counter
        const int Size = 6; int WithDefault(int n = Size) => n;
        => WithDefault()
        enum Arm { A = 1, B } interface INamed { string Name { get; } } abstract class Base : INamed { public abstract string Name { get; } public virtual Arm Arm => Arm.B; }
        class Derived : Base { public override string Name => "derived"; }
        Base named = new Derived();
        => named.Name + named.Arm + ((INamed)named).Name.Length
        class MarkAttribute : Attribute { public string Text { get; init; } }
        [Mark(Text = "marked")] class Marked { }
        => ((MarkAttribute)typeof(Marked).GetCustomAttributes(false)[0]).Text
        async Task<int> Later(int n) { await Task.Yield(); return n; } IEnumerable<int> Few() { yield return 1; yield return 2; }
        => await Later(3) + Few().Sum()
        (int Count, string Text) tuple = (1, "t"); dynamic free = "dynamic"; int? nothing = null; int[,] grid = new int[2, 3]; Func<int, string> text = n => n + "f";
        => tuple.Text + free.Length + (nothing ?? 0) + grid.GetLength(1) + text(4)
        int Property { get; set; } = 8; event Action Happened; int this[int i] => i;
        Property++; Happened += () => counter = 100; Happened();
        => Property + counter
        var reader = () => x; x = "changed";
        => reader() + x
        struct Point { public int X; public Point(int x) { X = x; } public readonly int Double => 2 * X; } Point point = new(3); point.X++;
        => point.Double
        T Max<T>(T a, T b) where T : IComparable<T> => a.CompareTo(b) > 0 ? a : b; delegate int Operation(int a, int b);
        Operation plus = (a, b) => a + b;
        => Max(plus(1, 2), 2) + nameof(plus)
        unsafe int Deref(int* pointer) => *pointer;
        => counter is int matched && matched > 0 ? matched : 0
        => matched
        record Child(string Name, int Age, int More) : Parent(Name, Age); record Parent(string Name, int Age);
        => (new Child("c", 1, 2) with { Age = 5 }).ToString()
        static string Twice(this string s) => s + "|" + s;
        => "ab".Twice() + p.Name
        #region named¶var inRegion = 1.5;¶#endregion
        => inRegion
        """;

    private const string Results =
        "8stwo 3 a43 shadowed1 55f! -10f! new P 8 abab 6 2029 alias 0 11 0 1t { A = 2, Text = u } True True 27 9 4 " +
        "6 derivedB7 marked 6 t7034f 109 changedchanged 8 3plus 100 100 Child { Name = c, Age = 5, More = 2 } ab|aba 1.5";

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task What_a_cell_sees_does_not_depend_on_the_length_of_the_chain(int longest)
    {
        await using var session = new TestSession(longestChain: longest);
        var results = new List<string>();
        foreach (string line in Cells.Split('\n'))
        {
            string code = line.Replace('¶', '\n');
            if (code.StartsWith("=> ", StringComparison.Ordinal)) results.Add((await session.OkAsync(code[3..])).Result!);
            else await session.OkAsync(code);
        }
        Assert.Equal(Results, string.Join(' ', results));
    }

    [Fact]
    public async Task A_cell_costs_the_compiler_no_more_after_many_cells()
    {
        await using var session = new TestSession(longestChain: 8);
        for (int i = 0; i < 60; i++) await session.OkAsync($"var v{i} = {i}; int F{i}() => v{i}; F{i}()");
        Assert.Equal("4", (await session.OkAsync("F3() + v1")).Result);
        Assert.InRange(session.Session.Engine.Before("F3() + v1").Count, 2, 9);
        Assert.Contains("v59", (await session.OkAsync("#!who")).Outputs.OfType<NotebookKit.Kernel.Outputs.DisplayOutput>()
            .Single().Data.Text("text/plain"));
        Assert.Contains((await session.Session.Language.CompleteAsync("v42.", 4)).Items, c => c.Text == "CompareTo");
        Assert.Empty(session.Session.Language.Diagnose("v17 + F29()"));
    }

    [Fact]
    public async Task A_cell_that_is_run_again_and_again_takes_no_more_room()
    {
        await using var session = new TestSession(longestChain: 8);
        for (int i = 0; i < 40; i++)
            await session.OkAsync("using System.Net; static int Sized(this string s) => s.Length; var q = new { A = 1 }; q.A");
        Assert.InRange(session.Session.Engine.Before("q.A").Count, 1, 9);
    }
}
