namespace NotebookKit.Rendering;

/// <summary>Names the class that formats a type in notebooks.</summary>
/// <remarks>Notebook engines recognise this attribute by its name and its property names alone, so neither may change.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>Class with a parameterless constructor and a method <c>CreateTypeFormatters</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>Mime types an engine asks for, in order of preference.</summary>
    public string[] PreferredMimeTypes { get; init; } = ["text/html", "text/plain"];
}

/// <summary>Formats every <see cref="ITableResult"/> as HTML and as plain text.</summary>
internal sealed class TableFormatterSource
{
    /// <summary>The formatters, found by name by notebook engines.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new TableFormatter("text/html", table => table.ToHtml()),
        new TableFormatter("text/plain", table => table.ToString()),
    ];

    private sealed class TableFormatter(string mimeType, Func<SummaryTable, string> render)
    {
        public string MimeType { get; } = mimeType;

        public Type Type { get; } = typeof(ITableResult);

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not ITableResult result) return false;
            writer.Write(render(result.ToTable()));
            return true;
        }
    }
}
