using NotebookKit.Kernel.Outputs;

namespace Microsoft.DotNet.Interactive;

/// <summary>A formula in LaTeX, shown as such by front-ends that can.</summary>
/// <param name="latex">The formula, without dollar signs.</param>
public sealed class MathString(string latex) : IMimeBundleSource
{
    /// <summary>Makes a formula of a text.</summary>
    public static implicit operator MathString(string latex) => new(latex);

    /// <summary>The formula between dollar signs.</summary>
    public override string ToString() => $"$${latex}$$";

    MimeBundle IMimeBundleSource.ToMimeBundle() => new MimeBundle().Add("text/latex", ToString()).Add(MimeTypes.Plain, ToString());
}

/// <summary>Text in LaTeX, shown as such by front-ends that can.</summary>
/// <param name="latex">The text.</param>
public sealed class LaTeXString(string latex) : IMimeBundleSource
{
    /// <summary>Makes one of a text.</summary>
    public static implicit operator LaTeXString(string latex) => new(latex);

    /// <summary>The text as it is.</summary>
    public override string ToString() => latex;

    MimeBundle IMimeBundleSource.ToMimeBundle() => new MimeBundle().Add("text/latex", latex).Add(MimeTypes.Plain, latex);
}
