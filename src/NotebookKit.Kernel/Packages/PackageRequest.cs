using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Packages;

/// <summary>A package that a cell asks for: <c>#r "nuget: MathNet.Numerics, 5.0.0"</c>.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">A version, a range or a pattern such as <c>5.*</c>; <c>*</c> stands for the newest.</param>
internal sealed partial record PackageRequest(string Name, string Version)
{
    public const string Scheme = "nuget:";

    /// <summary>Whether the newest matching version can change from day to day.</summary>
    public bool IsFloating => Version.Contains('*', StringComparison.Ordinal);

    public override string ToString() => Version == "*" ? Name : $"{Name}, {Version}";

    public static bool IsPackage(string reference) => reference.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what stands between the quotation marks.</summary>
    /// <exception cref="FormatException">It is not a package name with an optional version.</exception>
    public static PackageRequest Parse(string reference)
    {
        string[] parts = reference[Scheme.Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        string version = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : "*";
        if (!IdPattern().IsMatch(parts[0]) || !VersionPattern().IsMatch(version))
            throw new FormatException(
                $"'{reference}' is not a package. Write a name and a version, such as #r \"nuget: MathNet.Numerics, 5.0.0\".");
        return new(parts[0], version);
    }

    [GeneratedRegex(@"^[\w.-]+$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[\w.*+\-\[\]()]+(\s*,\s*[\w.*+\-\[\]()]+)?$")]
    private static partial Regex VersionPattern();
}
