using System.Collections.Frozen;

namespace NotebookKit.Rendering.Files;

/// <summary>
/// Characters that pdfLaTeX does not know by itself, as commands of its kernel. Others beyond Latin letters, such as Chinese ones, need
/// XeLaTeX or LuaLaTeX with a font that has them.
/// </summary>
internal static class LatexSymbols
{
    private static readonly string[] Greek =
    [
        "α alpha", "β beta", "γ gamma", "δ delta", "ε varepsilon", "ζ zeta", "η eta", "θ theta", "ι iota", "κ kappa", "λ lambda", "μ mu",
        "ν nu", "ξ xi", "π pi", "ρ rho",
        "σ sigma", "τ tau", "υ upsilon", "φ varphi", "χ chi", "ψ psi", "ω omega", "Γ Gamma", "Δ Delta", "Θ Theta", "Λ Lambda", "Ξ Xi",
        "Π Pi", "Σ Sigma", "Φ Phi", "Ψ Psi", "Ω Omega",
    ];

    private static readonly string[] Signs = ["≥ geq", "≤ leq", "∞ infty", "√ surd", "≈ approx", "≠ neq", "→ rightarrow", "← leftarrow",
        "∗ ast", "\u2212 -"];

    private static readonly FrozenDictionary<char, string> Commands = Build();

    /// <summary>The command for a character; null where it needs none.</summary>
    public static string? Of(char c) => Commands.GetValueOrDefault(c);

    private static FrozenDictionary<char, string> Build()
    {
        var commands = new Dictionary<char, string> { ['–'] = "\\textendash{}", ['·'] = "\\textperiodcentered{}", ['\u2009'] = "\\,",
            ['„'] = ",{},", ['⁻'] = "\\textsuperscript{\\ensuremath{-}}" };
        foreach (string line in Greek.Concat(Signs)) commands[line[0]] = $"\\ensuremath{{{(line[2] == '-' ? "-" : "\\" + line[2..])}}}";
        for (int digit = 0; digit < 10; digit++)
        {
            commands["⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]] = $"\\textsuperscript{{{digit}}}";
            commands["₀₁₂₃₄₅₆₇₈₉"[digit]] = $"\\textsubscript{{{digit}}}";
        }
        return commands.ToFrozenDictionary();
    }
}
