using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Languages;

namespace NotebookKit.Kernel.Session;

/// <summary>Carries values from one language to another: <c>#!share</c> and <c>#!set</c>.</summary>
internal static partial class Sharing
{
    private const string ShareForm = "#!share --from csharp x --as y";
    private const string SetForm = "#!set --name y --value @csharp:x";

    /// <summary><c>#!share --from csharp x [--as y]</c> in a cell of the language that is to get the value.</summary>
    public static void Share(MagicPart magic, SessionLanguages languages, CancellationToken interrupt)
    {
        (Dictionary<string, string> options, List<string> names) = Arguments(magic, "--from", "--as", "--mime-type");
        if (names.Count != 1 || !options.TryGetValue("--from", out string? from))
            throw new MagicException($"Write it as {ShareForm}.", magic.Line);
        Set(magic, languages, options.GetValueOrDefault("--as", names[0]), Read(magic, languages, from, names[0]), interrupt);
    }

    /// <summary>
    /// <c>#!set --name y --value …</c>; the value is text, a number, true, false, <c>@language:variable</c> <c>@input:question</c> or
    /// <c>@file:path</c>.
    /// </summary>
    public static void Set(MagicPart magic, SessionLanguages languages, CellContext context, CancellationToken interrupt)
    {
        (Dictionary<string, string> options, List<string> rest) = Arguments(magic, "--name", "--value", "--mime-type");
        if (rest.Count > 0 || !options.TryGetValue("--name", out string? name) || !options.TryGetValue("--value", out string? text))
            throw new MagicException($"Write it as {SetForm}.", magic.Line);
        object? value = text;
        bool isQuoted = magic.Arguments.Contains($"\"{text}\"", StringComparison.Ordinal);
        if (text.StartsWith('@') && text.Split(':', 2) is [var source, var what])
            value = source switch
            {
                "@input" or "@password" => context.Output.Read(what, source == "@password"),
                "@file" => ReadFile(magic, what, languages.WorkingDirectory),
                _ => Read(magic, languages, source[1..], what),
            };
        else if (!isQuoted)
            value = Literal(text);
        Set(magic, languages, name, value, interrupt);
    }

    private static string ReadFile(MagicPart magic, string path, string folder)
    {
        string full = Path.GetFullPath(path.Trim('"'), folder);
        return File.Exists(full)
            ? File.ReadAllText(full)
            : throw new MagicException($"The file '{full}' was not found; relative paths start at '{folder}'.", magic.Line);
    }

    private static object? Read(MagicPart magic, SessionLanguages languages, string language, string name)
    {
        string known = CellParser.Languages.GetValueOrDefault(language, language);
        if (!languages.Started.TryGetValue(known, out ILanguage? from))
            throw new MagicException(
                $"No cell in '{language}' has run, so it has no '{name}'. Languages in use: {string.Join(", ", languages.Started.Keys)}.",
                magic.Line);
        if (!from.TryGet(name, out object? value))
            throw new MagicException(
                $"'{language}' has no variable '{name}'. It has: {(from.Names.Count == 0 ? "none" : string.Join(", ", from.Names))}.",
                magic.Line);
        // A copy: what one language does to its elements shall not change the other's.
        return value is Array array ? array.Clone() : value;
    }

    private static void Set(MagicPart magic, SessionLanguages languages, string name, object? value, CancellationToken interrupt)
    {
        if (!NamePattern().IsMatch(name)) throw new MagicException($"'{name}' cannot be the name of a variable.", magic.Line);
        if (!SessionLanguages.IsProgramming(magic.Language))
            throw new MagicException($"A cell in '{magic.Language}' has no variables.", magic.Line);
        try
        {
            languages.Get(magic.Language, interrupt).Set(name, value);
        }
        catch (LanguageException e)
        {
            throw new MagicException(e.Message, magic.Line);
        }
    }

    private static object Literal(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : bool.TryParse(text, out bool flag) ? flag
        : text;

    private static (Dictionary<string, string> Options, List<string> Words) Arguments(MagicPart magic, params string[] known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = new List<string>();
        List<string> words = [.. WordPattern().Matches(magic.Arguments)
            .Select(m => m.Groups["quoted"].Success ? m.Groups["source"].Value + m.Groups["quoted"].Value : m.Value)];
        for (int i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal)) rest.Add(words[i]);
            else if (!known.Contains(words[i]))
            throw new MagicException($"{magic.Name} does not know {words[i]}. It knows {string.Join(", ", known)}.", magic.Line);
            else if (i + 1 < words.Count) options[words[i]] = words[++i];
        }
        return (options, rest);
    }

    [GeneratedRegex("(?<source>@\\w+:)?\"(?<quoted>[^\"]*)\"|[^\\s\"]+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*$")]
    private static partial Regex NamePattern();
}
