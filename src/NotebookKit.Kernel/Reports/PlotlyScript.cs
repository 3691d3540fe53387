using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Reports;

/// <summary>Finds plotly.js inside the Plotly.NET assembly that lies beside the assemblies a notebook refers to.</summary>
internal static partial class PlotlyScript
{
    private const string AssemblyFile = "Plotly.NET.dll";

    /// <summary>The script, or null when the notebook refers to no folder with Plotly.NET in it.</summary>
    public static string? Find(NotebookDocument document, string folder) =>
        document.Cells.Where(c => c.IsCode).SelectMany(c => Reference().Matches(c.Source))
            .Select(m => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(m.Groups[1].Value, folder)) ?? folder, AssemblyFile))
            .Distinct().Where(File.Exists).Select(Read).FirstOrDefault(script => script is not null);

    /// <summary>Reads the embedded resource without loading the assembly.</summary>
    private static string? Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        foreach (ManifestResourceHandle handle in metadata.ManifestResources)
        {
            ManifestResource resource = metadata.GetManifestResource(handle);
            string name = metadata.GetString(resource.Name);
            if (!name.Contains("plotly", StringComparison.Ordinal) || !name.EndsWith(".min.js", StringComparison.Ordinal) || !resource.Implementation.IsNil) continue;
            int start = file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset;
            BlobReader reader = file.GetSectionData(start).GetReader();
            return Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
        }
        return null;
    }

    [GeneratedRegex("""^\s*#r\s+"(?!nuget:)([^"]+\.dll)"\s*$""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
