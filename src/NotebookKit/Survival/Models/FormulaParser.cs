using System.Globalization;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Models;

/// <summary>Reads a model formula by recursive descent.</summary>
internal sealed class FormulaParser(string formula) : FormulaScanner(formula)
{
    private readonly HashSet<string> _strata = new(StringComparer.Ordinal);
    private readonly List<string> _offsets = [], _left = [];
    private string? _cluster, _weights, _eventValue;

    public SurvivalFormula Parse()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Formula, "formula");
        string function = Name();
        List<string> outcome = Columns(outcome: true);
        Expect('~');
        List<ModelTerm> terms = Sum(topLevel: true);
        if (Peek() != '\0') throw Error("expected '+', '-' or the end");
        return Outcome(function, outcome) with
        {
            Terms = [.. terms.Where(IsEffect).Select((t, i) => (Term: t, Index: i)).OrderBy(x => x.Term.Variables.Length)
                .ThenBy(x => x.Index).Select(x => x.Term)],
            Strata = [.. _strata], Cluster = _cluster, Weights = _weights, EventValue = _eventValue, Offsets = [.. _offsets],
            LeftOut = [.. _left],
        };
    }

    private SurvivalFormula Outcome(string function, List<string> columns) => (function, columns.Count) switch
    {
        ("Surv", 2) => new SurvivalFormula { Time = columns[0], Status = columns[1] },
        ("Surv", 3) => new SurvivalFormula { Entry = columns[0], Time = columns[1], Status = columns[2] },
        ("Interval", 2) => new SurvivalFormula { Time = columns[0], TimeUpper = columns[1] },
        _ => throw new FormatException(
            $"Formula '{Formula}': found {function} with {columns.Count} columns on the left; expected Surv(time, status), Surv(entry, "
                + "exit, status) or Interval(lower, upper)."),
    };

    private List<ModelTerm> Sum(bool topLevel = false)
    {
        List<ModelTerm> terms = Star(topLevel);
        while (Peek() is '+' or '-')
        {
            bool adds = Accept('+');
            if (!adds) Skip();
            int start = Start();
            List<ModelTerm> next = Star(topLevel);
            terms = adds ? Union(terms, next) : Without(terms, next, start);
        }
        return terms;
    }

    /// <summary>a + b - b = a; where '.' stands for columns, they are taken out of it.</summary>
    private List<ModelTerm> Without(List<ModelTerm> terms, List<ModelTerm> taken, int start)
    {
        bool all = terms.Any(t => t.Variables[0].IsEverything);
        foreach (ModelTerm term in taken)
        {
            if (term.Variables.Length == 1 && all) _left.Add(term.Variables[0].Column);
            else if (!terms.Any(t => Same(t, term))) throw Error($"there is no {term} to take away", start);
        }
        return [.. terms.Where(t => !taken.Any(x => Same(x, t)))];
    }

    /// <summary>a*b = a + b + a:b.</summary>
    private List<ModelTerm> Star(bool topLevel)
    {
        int start = Start();
        List<ModelTerm> left = Colon(topLevel);
        while (Accept('*'))
        {
            List<ModelTerm> right = Colon(topLevel);
            left = Union(Union(left, right), Cross(left, right, start));
        }
        return left;
    }

    private List<ModelTerm> Colon(bool topLevel)
    {
        int start = Start();
        List<ModelTerm> left = Atom(topLevel);
        while (Accept(':')) left = Cross(left, Atom(topLevel), start);
        return left;
    }

    private List<ModelTerm> Atom(bool topLevel)
    {
        if (Accept('('))
        {
            List<ModelTerm> inner = Sum();
            Expect(')');
            return inner;
        }
        if (Accept('1')) return [];
        int start = Position;
        if (Peek() == '.' && !NameGoesOn())
        {
            Skip();
            return [new ModelTerm([new ModelVariable(".") { IsEverything = true }])];
        }
        bool quoted = Peek() == '`';
        string name = Name();
        if (quoted || Peek() != '(') return [ModelTerm.Of(name)];
        if (name == "factor") return [Factor()];
        if (Transform.Knows(name)) return [Function(name, start)];
        if (!topLevel) throw Error($"{name}() cannot stand inside brackets", start);
        List<string> columns = Columns();
        switch (name)
        {
            case "strata":
                _strata.UnionWith(columns);
                return [new ModelTerm([new ModelVariable(string.Join(", ", columns)) { IsFactor = true, IsStratum = true }])];
            case "cluster": _cluster = Single(columns, _cluster, name, start); break;
            case "weights": _weights = Single(columns, _weights, name, start); break;
            case "offset": _offsets.AddRange(columns); break;
            default: throw Error(
                $"unknown function '{name}'; expected factor, strata, cluster, weights, offset, {string.Join(", ", Transform.Names)}. "
                    + "Compute other columns before", start);
        }
        return [new ModelTerm([new ModelVariable($"{name}({string.Join(", ", columns)})") { IsFactor = true, Levels = [NoEffect] }])];
    }

    /// <summary>Marks what stands in a formula without an effect of its own: clusters, weights, offsets.</summary>
    private const string NoEffect = "\0";

    /// <summary>Whether a term has coefficients: strata alone, clusters, weights and offsets have none.</summary>
    private static bool IsEffect(ModelTerm term) =>
        term.Variables.Length > 1 || !(term.Variables[0].IsStratum || term.Variables[0].Levels.Contains(NoEffect));

    /// <summary>A function of one column, such as <c>ns(age, df = 3)</c>, <c>log(psa)</c> or <c>I(age^2)</c>.</summary>
    private ModelTerm Function(string name, int start)
    {
        Expect('(');
        string column = Name();
        if (name == "I")
        {
            char sign = Peek();
            if (!Transform.Signs.Contains(sign))
                throw Error(
                    $"I() takes one column, one of {string.Join(" ", Transform.Signs.ToCharArray())} and one number, such as I(age^2) or "
                        + "I(age/10)");
            Skip();
            double number = Number();
            Expect(')');
            return Of(new Transform(name, number) { Sign = sign });
        }
        if (name == Transform.Smooth) return Of(new Transform(name, null) { Spline = Spline() });
        double? argument = null;
        if (Accept(','))
        {
            if (char.IsLetter(Peek()))
            {
                int at = Position;
                string word = Name();
                if (word is not ("df" or "degree" or "knots")) throw Error("expected a number, df = or degree =", at);
                Expect('=');
            }
            argument = Number();
        }
        Expect(')');
        return Of(new Transform(name, argument));

        ModelTerm Of(Transform transform)
        {
            if (transform.Problem is { } problem) throw Error(problem, start);
            return new ModelTerm([new ModelVariable(column) { Transform = transform }]);
        }
    }

    /// <summary>The arguments of <c>pspline(x, df = 4, nterm = 10)</c> after the column.</summary>
    private PenalizedSpline Spline()
    {
        var spline = new PenalizedSpline();
        var given = new HashSet<string>(StringComparer.Ordinal);
        while (Accept(','))
        {
            char next = Peek();
            int at = Position;
            string word = "df";
            if (char.IsLetter(next))
            {
                word = Name();
                Expect('=');
            }
            else if (given.Count > 0) throw Error("expected the name of an argument, such as nterm =", at);
            if (!given.Add(word)) throw Error($"pspline() takes {word} once", at);
            spline = word switch
            {
                "df" => spline with { DegreesOfFreedom = Number() },
                "theta" => spline with { Theta = Number() },
                "nterm" => spline with { Terms = Number() },
                "degree" => spline with { Degree = Number() },
                "eps" => spline with { Tolerance = Number() },
                "method" => Text() == "aic" ? spline with { DegreesOfFreedom = 0 } : throw Error("the only method is \"aic\"", at),
                "combine" => spline with { Combine = [.. Numbers()] },
                "Boundary.knots" => spline with { Boundary = [.. Numbers()] },
                _ => throw Error("expected df, theta, nterm, degree, eps, method, combine or Boundary.knots", at),
            };
        }
        if (given.Contains("method") && given.Contains("df")) throw Error("method = \"aic\" finds the degrees of freedom; leave df out");
        Expect(')');
        return spline;
    }

    private ModelTerm Factor()
    {
        Expect('(');
        string column = Name();
        List<string> levels = [];
        while (Accept(',')) levels.Add(Text());
        Expect(')');
        return ModelTerm.Factor(column, [.. levels]);
    }

    private List<string> Columns(bool outcome = false)
    {
        Expect('(');
        List<string> names = [Name()];
        while (Accept(',')) names.Add(Name());
        if (outcome && Accept('='))
        {
            Expect('=');
            _eventValue = Peek() is '"' or '\'' ? Text() : Number().ToString(CultureInfo.InvariantCulture);
        }
        Expect(')');
        return names;
    }

    private string Single(List<string> columns, string? already, string function, int at) =>
        columns.Count == 1 && already is null ? columns[0] : throw Error($"{function}() takes one column, once", at);

    private static List<ModelTerm> Union(List<ModelTerm> left, List<ModelTerm> right) =>
        [.. left, .. right.Where(t => !left.Any(l => Same(l, t)))];

    private List<ModelTerm> Cross(List<ModelTerm> left, List<ModelTerm> right, int start)
    {
        if (left.Count == 0 || right.Count == 0) throw Error("1 has no interaction", start);
        foreach (ModelVariable variable in left.Concat(right).SelectMany(t => t.Variables))
        {
            if (variable.Transform?.Spline is not null)
                throw Error($"{variable} has no interaction; take ns({SurvivalFormula.Quote(variable.Column)}, 3) for one", start);
            if (variable.IsEverything) throw Error("'.' stands for all other columns and has no interaction; name the columns", start);
            if (variable.Levels.Contains(NoEffect)) throw Error($"{variable.Column} has no interaction; join it by '+'", start);
            if (variable.IsStratum && variable.Column.Contains(", ", StringComparison.Ordinal))
                throw Error($"strata({variable.Column}) of several columns has no interaction; make one column of them before", start);
        }
        List<ModelTerm> crossed = [];
        foreach (ModelTerm a in left)
            foreach (ModelTerm b in right)
                crossed = Union(crossed, [ModelTerm.Interaction(a, b)]);
        return crossed;
    }

    private static bool Same(ModelTerm a, ModelTerm b) =>
        a.Variables.Length == b.Variables.Length
            && a.Variables.All(v => b.Variables.Any(w => w.Key == v.Key && w.Levels.Contains(NoEffect) == v.Levels.Contains(NoEffect)));
}
