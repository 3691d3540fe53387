namespace NotebookKit.Kernel.FSharp;

/// <summary>The functions by which F# notebooks of .NET Interactive write HTML: <c>div [ _class "note" ] [ str "text" ]</c>.</summary>
internal static class HtmlFunctions
{
    /// <summary>How a cell asks for them.</summary>
    public const string Open = "open Html";

    private static readonly string[] Tags =
    [
        "a", "abbr", "article", "aside", "b", "blockquote", "button", "caption", "code", "dd", "details", "div", "dl", "dt", "em",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "label", "li", "main", "mark", "nav", "ol",
        "p", "pre", "q", "s", "section", "small", "span", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "td",
        "tfoot", "th", "thead", "title", "tr", "u", "ul", "video",
    ];

    private static readonly string[] Attributes =
        ["alt", "class", "colspan", "height", "href", "id", "name", "rowspan", "src", "style", "title", "type", "value", "width"];

    /// <summary>The module as F#.</summary>
    public static string Module =>
        $$"""
        module Html =
            open Microsoft.AspNetCore.Html
            let private encode (text: string) = System.Net.WebUtility.HtmlEncode text
            let private start (name: string) (attributes: (string * string) list) =
                let pair (key, value) = " " + key + "=\"" + encode value + "\""
                "<" + name + (attributes |> List.map pair |> String.concat "") + ">"
            let str (text: string) : IHtmlContent = HtmlString(encode text)
            let rawText (text: string) : IHtmlContent = HtmlString(text)
            let attr (name: string) (value: string) = (name, value)
            let tag (name: string) (attributes: (string * string) list) (content: IHtmlContent list) : IHtmlContent =
                HtmlString(start name attributes + (content |> List.map string |> String.concat "") + "</" + name + ">")
            let voidTag (name: string) (attributes: (string * string) list) : IHtmlContent = HtmlString(start name attributes)
            let br attributes = voidTag "br" attributes
            let hr attributes = voidTag "hr" attributes
            let img attributes = voidTag "img" attributes
            let input attributes = voidTag "input" attributes
        {{string.Join('\n', Tags.Select(t => $"    let {t} attributes content = tag \"{t}\" attributes content"))}}
        {{string.Join('\n', Attributes.Select(a => $"    let _{a} (value: string) = (\"{a}\", value)"))}}

        """;
}
