using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Reports;

/// <summary>C# code as HTML, with keywords, texts, numbers and comments marked.</summary>
internal static class CodeHighlighter
{
    public static string ToHtml(string code)
    {
        var html = new StringBuilder();
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(code, options: CellSyntax.Options))
        {
            foreach (SyntaxTrivia trivia in token.LeadingTrivia) Write(html, trivia);
            Write(html, Class(token), token.Text);
            foreach (SyntaxTrivia trivia in token.TrailingTrivia) Write(html, trivia);
        }
        return html.ToString();
    }

    private static void Write(StringBuilder html, SyntaxTrivia trivia)
    {
        string? kind = trivia.Kind() switch
        {
            SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia => null,
            SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia => "c",
            _ => trivia.IsDirective ? "d" : null,
        };
        Write(html, kind, trivia.ToFullString());
    }

    private static void Write(StringBuilder html, string? kind, string text)
    {
        if (text.Length == 0) return;
        string encoded = WebUtility.HtmlEncode(text);
        html.Append(kind is null ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }

    private static string? Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or
            SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringToken or SyntaxKind.InterpolatedStringTextToken or
            SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.Utf8StringLiteralToken => "s",
        _ => SyntaxFacts.IsKeywordKind(token.Kind()) || token.Text is "var" or "await" or "record" ? "k" : null,
    };
}
