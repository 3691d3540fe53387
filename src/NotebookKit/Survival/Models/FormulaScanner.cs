using System.Globalization;

namespace NotebookKit.Survival.Models;

/// <summary>Names, numbers, texts and signs of a formula, and where it cannot be read.</summary>
internal abstract class FormulaScanner(string formula)
{
    private int _position;

    /// <summary>The formula.</summary>
    protected string Formula => formula;

    /// <summary>Where the scanner stands, from 0.</summary>
    protected int Position => _position;

    /// <summary>Passes the sign here.</summary>
    protected void Skip() => _position++;

    /// <summary>Whether a letter, digit, '_' or '.' follows the sign here.</summary>
    protected bool NameGoesOn() => _position + 1 < formula.Length
        && (char.IsLetterOrDigit(formula[_position + 1]) || formula[_position + 1] is '_' or '.');

    protected int Start()
    {
        Peek();
        return _position;
    }

    protected string Name()
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

    protected string Text()
    {
        char quote = Peek();
        int end = quote is '"' or '\'' ? formula.IndexOf(quote, _position + 1) : -1;
        if (end < 0) throw Error("expected a text in quotes");
        string text = formula[(_position + 1)..end];
        _position = end + 1;
        return text;
    }

    protected char Peek()
    {
        while (_position < formula.Length && char.IsWhiteSpace(formula[_position])) _position++;
        return _position < formula.Length ? formula[_position] : '\0';
    }

    protected bool Accept(char c)
    {
        if (Peek() != c) return false;
        _position++;
        return true;
    }

    protected void Expect(char c)
    {
        if (!Accept(c)) throw Error($"expected '{c}'");
    }

    protected FormatException Error(string what, int? at = null)
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

    protected double Number()
    {
        Peek();
        int start = _position;
        while (_position < formula.Length && (char.IsDigit(formula[_position]) || formula[_position] is '.' or '-')) _position++;
        return double.TryParse(formula[start.._position], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Error("expected a number", start);
    }

    /// <summary><c>c(1, 2, 3)</c>.</summary>
    protected List<double> Numbers()
    {
        int at = Start();
        if (Name() != "c") throw Error("expected numbers such as c(1, 2)", at);
        Expect('(');
        List<double> numbers = [Number()];
        while (Accept(',')) numbers.Add(Number());
        Expect(')');
        return numbers;
    }
}
