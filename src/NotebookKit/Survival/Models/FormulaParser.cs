using System.Globalization;

namespace NotebookKit.Survival.Models;

/// <summary>Reads a model formula by recursive descent.</summary>
internal sealed class FormulaParser(string formula)
{
    private readonly HashSet<string> _strata = new(StringComparer.Ordinal);
    private readonly List<string> _offsets = [], _left = [];
    private string? _cluster, _weights, _eventValue;
    private int _position;

    public SurvivalFormula Parse()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(formula);
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
            $"Formula '{formula}': found {function} with {columns.Count} columns on the left; expected Surv(time, status), Surv(entry, "
                + "exit, status) or Interval(lower, upper)."),
    };

    private List<ModelTerm> Sum(bool topLevel = false)
    {
        List<ModelTerm> terms = Star(topLevel);
        while (Peek() is '+' or '-')
        {
            bool adds = Accept('+');
            if (!adds) _position++;
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
        int start = _position;
        if (Peek() == '.'
            && !(_position + 1 < formula.Length && (char.IsLetterOrDigit(formula[_position + 1]) || formula[_position + 1] is '_' or '.')))
        {
            _position++;
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
            _position++;
            double number = Number();
            Expect(')');
            return Of(new Transform(name, number) { Sign = sign });
        }
        double? argument = null;
        if (Accept(','))
        {
            if (char.IsLetter(Peek()))
            {
                int at = _position;
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

    private double Number()
    {
        Peek();
        int start = _position;
        while (_position < formula.Length && (char.IsDigit(formula[_position]) || formula[_position] is '.' or '-')) _position++;
        return double.TryParse(formula[start.._position], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Error("expected a number", start);
    }

    private int Start()
    {
        Peek();
        return _position;
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

    private string Name()
    {
        Peek();
        if (_position < formula.Length && formula[_position] == '`')
        {
            int end = formula.IndexOf('`', _position + 1);
            if (end < 0) throw Error("the backquote is not closed");
            string quoted = formula[(_position + 1)..end];
            _position = end + 1;
            return quoted;
        }
        int start = _position;
        while (_position < formula.Length && (char.IsLetterOrDigit(formula[_position]) || formula[_position] is '_' or '.')) _position++;
        if (start == _position || char.IsDigit(formula[start])) throw Error("expected the name of a column", start);
        return formula[start.._position];
    }

    private string Text()
    {
        char quote = Peek();
        int end = quote is '"' or '\'' ? formula.IndexOf(quote, _position + 1) : -1;
        if (end < 0) throw Error("expected a text in quotes");
        string text = formula[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    private char Peek()
    {
        while (_position < formula.Length && char.IsWhiteSpace(formula[_position])) _position++;
        return _position < formula.Length ? formula[_position] : '\0';
    }

    private bool Accept(char c)
    {
        if (Peek() != c) return false;
        _position++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Accept(c)) throw Error($"expected '{c}'");
    }

    private FormatException Error(string what, int? at = null)
    {
        int position = at ?? _position;
        string found = position < formula.Length ? $"'{formula[position..Math.Min(formula.Length, position + 12)]}'" : "the end";
        return new FormatException(
            $"Formula '{formula}', position {position + 1}: {what}; found "
                + $"{found}.{(Unquoted(position) is { } name ? $" A name with blanks or other signs stands in backquotes: `{name}`."
                    : "")}");
    }

    /// <summary>
    /// The name around a position where a name of a column seems to go on after a blank or another sign, as in <c>OS months</c> or
    /// <c>Ki-67</c>.
    /// </summary>
    private string? Unquoted(int position)
    {
        const string ends = ",+*:~()`\"'=";
        if (position >= formula.Length || ends.Contains(formula[position])) return null;
        int start = position, end = position;
        while (start > 0 && !ends.Contains(formula[start - 1])) start--;
        while (end < formula.Length && !ends.Contains(formula[end])) end++;
        // Size (mm)
        if (end < formula.Length && formula[end] == '(' && formula.IndexOf(')', end) is var close and > 0 && formula[end - 1] == ' ')
            end = close + 1;
        string name = formula[start..end].Trim();
        return name.Any(char.IsLetter) && name.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '.')) || name.Length > 0
            && char.IsDigit(name[0]) && name.Any(char.IsLetter) ? name : null;
    }

    private static List<ModelTerm> Union(List<ModelTerm> left, List<ModelTerm> right) =>
        [.. left, .. right.Where(t => !left.Any(l => Same(l, t)))];

    private List<ModelTerm> Cross(List<ModelTerm> left, List<ModelTerm> right, int start)
    {
        if (left.Count == 0 || right.Count == 0) throw Error("1 has no interaction", start);
        foreach (ModelVariable variable in left.Concat(right).SelectMany(t => t.Variables))
        {
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
