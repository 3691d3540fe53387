using System.Collections.Immutable;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>Where a sentence stands in the methods: in this order.</summary>
internal enum MethodTopic
{
    Units,
    Descriptions,
    Response,
    EndPoints,
    Curves,
    Comparisons,
    Models,
    Safety,
    Other,
    Software,
}

/// <summary>A sentence of the methods.</summary>
/// <param name="Topic">Where it stands.</param>
/// <param name="Text">The sentence.</param>
/// <param name="References">What it cites, as printed.</param>
internal sealed record MethodSentence(MethodTopic Topic, string Text, ImmutableArray<string> References);
