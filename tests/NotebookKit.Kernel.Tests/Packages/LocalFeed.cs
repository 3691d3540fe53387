using System.IO.Compression;
using System.Reflection;
using System.Reflection.Emit;

namespace NotebookKit.Kernel.Tests.Packages;

/// <summary>A folder with packages made on the spot; what a restore unpacked of them goes away with it.</summary>
internal sealed class LocalFeed : IDisposable
{
    private readonly List<string> _names = [];

    public LocalFeed() => Folder = Directory.CreateTempSubdirectory("notebookkit-feed").FullName;

    public string Folder { get; }

    /// <summary>A name that no other run uses.</summary>
    public static string NewName(string stem) => $"Kit.Test.{stem}{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Adds a package with one assembly whose type <c>Sample</c> has the method <c>Text()</c>.</summary>
    public void Add(string name, string version, string text, string? extension = null, string? needs = null, string? nativeFile = null)
    {
        _names.Add(name);
        using var archive = ZipFile.Open(Path.Combine(Folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        string dependency = needs is null
            ? ""
            : $"""<dependencies><group targetFramework="net8.0"><dependency id="{needs.Split(' ')[0]}" version="{needs.Split(' ')[1]}" /></group></dependencies>""";
        Write(archive, $"{name}.nuspec", System.Text.Encoding.UTF8.GetBytes($"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
            <id>{name}</id><version>{version}</version><authors>test</authors><description>test</description>{dependency}
            </metadata></package>
            """));
        Write(archive, $"lib/net8.0/{name}.dll", Assembly(name, text));
        if (extension is not null)
            Write(archive, "interactive-extensions/dotnet/extension.dib", System.Text.Encoding.UTF8.GetBytes(extension));
        if (nativeFile is not null)
            Write(archive,
                $"runtimes/{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}/native/{Path.GetFileName(nativeFile)}",
                File.ReadAllBytes(nativeFile));
    }

    public static void RemoveFromCache(string name)
    {
        string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string folder = Path.Combine(root, name.ToLowerInvariant());
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (string name in _names) RemoveFromCache(name);
    }

    private static byte[] Assembly(string name, string text)
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        TypeBuilder type = builder.DefineDynamicModule(name)
            .DefineType("Sample", TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed);
        ILGenerator code = type.DefineMethod("Text", MethodAttributes.Public | MethodAttributes.Static, typeof(string), [])
            .GetILGenerator();
        code.Emit(OpCodes.Ldstr, text);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        using var stream = new MemoryStream();
        builder.Save(stream);
        return stream.ToArray();
    }

    private static void Write(ZipArchive archive, string path, byte[] content)
    {
        using Stream stream = archive.CreateEntry(path).Open();
        stream.Write(content);
    }
}
