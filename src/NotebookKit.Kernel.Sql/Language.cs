using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Sql;

/// <summary>
/// SQL by DuckDB. A data frame of another language is a table under the name of its variable; files are tables under their path.
/// </summary>
internal sealed partial class Language : ILanguage
{
    // Copies of data frames have a schema of their own, so that a table made in SQL wins over a frame of the same name.
    private const string FrameSchema = "frames";
    private readonly SessionLanguages _session;
    private readonly DuckDBConnection _database = new("DataSource=:memory:");

    public Language(SessionLanguages session)
    {
        _session = session;
        _database.Open();
        Execute($"SET file_search_path = {SqlText.Literal(session.WorkingDirectory)}");
        // Nothing is to be fetched from the network that nobody asked for.
        Execute("SET autoinstall_known_extensions = false");
        Execute($"CREATE SCHEMA {FrameSchema}");
        Execute($"SET search_path = 'main,{FrameSchema}'");
    }

    public IReadOnlyList<string> Names =>
        [.. Frames.Read(_database, "SELECT DISTINCT table_name FROM information_schema.tables ORDER BY ALL", default)!.Texts(0)];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        Match name = NameArgument().Match(part.Arguments);
        if (part.Arguments.Length > 0 && !name.Success)
            throw new LanguageException("Error",
                $"'#!sql {part.Arguments}' is not understood. Write #!sql, or #!sql --name x to keep the result as the data frame x.");
        try
        {
            CopyFrames(part.Code);
            SharedFrame? result = Frames.Read(_database, new string('\n', part.Line - 1) + part.Code, interrupt);
            if (result is not null && name.Success) _session.Get("csharp", interrupt).Set(name.Groups["name"].Value, result);
            return result is null ? null : ValueFormatter.Format(result);
        }
        catch (DuckDBException e)
        {
            interrupt.ThrowIfCancellationRequested();
            // The lines before the code keep the numbers of lines right. Only errors of syntax tell theirs.
            Match line = LinePattern().Match(e.Message);
            throw new LanguageException("Error in SQL", e.Message.Trim(),
                line.Success ? int.Parse(line.Groups["line"].Value, CultureInfo.InvariantCulture) : null);
        }
    }

    public bool TryGet(string name, out object? value)
    {
        value = Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Frames.Read(_database, $"SELECT * FROM {SqlText.Name(name)}", default)
            : null;
        return value is not null;
    }

    public void Set(string name, object? value)
    {
        if (value is SharedFrame frame) Frames.Write(_database, "main", name, frame);
        else Execute($"SET VARIABLE {SqlText.Name(name)} = {SqlText.Literal(value)}");
    }

    public void Dispose() => _database.Dispose();

    /// <summary>Brings the data frames that the code names up to date.</summary>
    private void CopyFrames(string code)
    {
        HashSet<string> words = new(WordPattern().Matches(code).Select(m => m.Value.Trim('"')), StringComparer.OrdinalIgnoreCase);
        foreach (ILanguage language in _session.Started.Values)
        {
            if (ReferenceEquals(language, this) || language is RLanguage) continue;
            foreach (string name in language.Names)
            {
                if (!words.Contains(name) || !language.TryGet(name, out object? value) || value is not SharedFrame frame) continue;
                Frames.Write(_database, FrameSchema, name, frame);
            }
        }
    }

    private void Execute(string sql)
    {
        using DuckDBCommand command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"^--name\s+(?<name>[\p{L}_][\p{L}\p{Nd}_]*)$")]
    private static partial Regex NameArgument();

    [GeneratedRegex(@"^LINE (?<line>\d+):", RegexOptions.Multiline)]
    private static partial Regex LinePattern();

    [GeneratedRegex("[\\p{L}_][\\p{L}\\p{Nd}_]*|\"[^\"]+\"")]
    private static partial Regex WordPattern();
}
