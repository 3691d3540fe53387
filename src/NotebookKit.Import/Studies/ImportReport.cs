using System.Net;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Studies;

/// <summary>The findings of a folder as a page of its own.</summary>
internal static class ImportReport
{
    public static string Html(string folder, FindingList findings) => $$"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Import report</title>
        <style>body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; } table { border-collapse: collapse; } td, th { padding: .2rem .6rem; text-align: left; vertical-align: top; }</style></head>
        <body><h1>Import of {{WebUtility.HtmlEncode(Path.GetFileName(Path.GetFullPath(folder)))}}</h1>
        <p>{{findings.Errors}} errors, {{findings.Count(f => f.Severity == FindingSeverity.Warning)}} warnings. No data were changed.</p>
        {{findings.ToTable().ToHtml()}}
        </body></html>
        """;
}
