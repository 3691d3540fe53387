using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Reports;

/// <summary>Finds plotly.js inside the Plotly.NET assembly that lies beside the assemblies a notebook refers to.</summary>
/// <remarks>
/// The file may come with the notebook, from anybody. A script is taken only when it is one that is known here by its hash;
/// figures without one show their still picture.
/// </remarks>
internal static partial class PlotlyScript
{
    private const string AssemblyFile = "Plotly.NET.dll";

    /// <summary>
    /// SHA-256 of the scripts that may run in a report: plotly.js 2.28.0 as in Plotly.NET 6.0.0, the release the kit is built with.
    /// </summary>
    private static readonly string[] Known = ["f33191858012cf263ca873b819c5e7405538183fe3d0e1a6d7b3e577867bcc37"];

    /// <summary>The script, or null when the notebook refers to no folder with Plotly.NET in it.</summary>
    public static string? Find(NotebookDocument document, string folder) =>
        document.Cells.Where(c => c.IsCode).SelectMany(c => Reference().Matches(c.Source))
            .Select(m => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(m.Groups[1].Value, folder)) ?? folder, AssemblyFile))
            .Distinct().Where(File.Exists).Select(Read).FirstOrDefault(script => script is not null && IsKnown(script));

    private static bool IsKnown(string script) => Known.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script))));

    /// <summary>Reads the embedded resource without loading the assembly.</summary>
    private static string? Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return file.HasMetadata ? Read(file) : null;
        }
        catch (Exception e) when (e is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Read(PEReader file)
    {
        MetadataReader metadata = file.GetMetadataReader();
        foreach (ManifestResourceHandle handle in metadata.ManifestResources)
        {
            ManifestResource resource = metadata.GetManifestResource(handle);
            string name = metadata.GetString(resource.Name);
            if (!name.Contains("plotly", StringComparison.Ordinal) || !name.EndsWith(".min.js", StringComparison.Ordinal)
                || !resource.Implementation.IsNil) continue;
            int start = file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset;
            BlobReader reader = file.GetSectionData(start).GetReader();
            return Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
        }
        return null;
    }

    [GeneratedRegex("""^\s*#r\s+"(?!nuget:)([^"]+\.dll)"\s*$""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
