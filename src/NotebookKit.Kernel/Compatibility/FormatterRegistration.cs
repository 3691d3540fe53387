using NotebookKit.Kernel.Values;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary><c>Formatter&lt;T&gt;.Register</c>, as notebooks of 2020 wrote it.</summary>
public static class FormatterRegistration
{
    extension<T>(Formatter<T>)
    {
        /// <summary>Shows values of a type as a function writes them.</summary>
        public static void Register(Action<T, TextWriter> formatter, string mimeType = PlainTextFormatter.MimeType) =>
            Formatter.Register(formatter, mimeType);

        /// <summary>Shows values of a type as the text that a function makes of them.</summary>
        public static void Register(Func<T, string> formatter, string mimeType = PlainTextFormatter.MimeType) =>
            Formatter.Register(formatter, mimeType);
    }
}
