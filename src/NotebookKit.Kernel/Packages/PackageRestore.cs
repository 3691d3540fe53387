using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Kernel.Packages;

/// <summary>Finds packages by a restore of the .NET SDK, once for every set of packages and sources.</summary>
/// <remarks>
/// What a restore decided stays in a folder named after the set, so that asking again needs neither the SDK nor the network.
/// Sets with floating versions are decided anew after a day; without a network the old decision holds.
/// </remarks>
internal sealed partial class PackageRestore(string notebookFolder, string cache)
{
    private static readonly TimeSpan FloatingLife = TimeSpan.FromDays(1);

    /// <summary>Finds the packages and everything they depend on.</summary>
    /// <param name="packages">All packages of the session, so that their versions agree.</param>
    /// <param name="sources">Folders and addresses to look in besides those of the user's settings.</param>
    /// <param name="interrupt">Ends the restore.</param>
    /// <exception cref="PackageException">A package was not found, or the SDK is missing.</exception>
    public IReadOnlyList<PackageFiles> Restore(IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> sources,
        CancellationToken interrupt)
    {
        string folder = Path.Combine(cache, Key(packages, sources));
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        string decided = Path.Combine(folder, "decided");
        bool isOld = packages.Any(p => p.IsFloating) && File.Exists(decided)
            && DateTime.UtcNow - File.GetLastWriteTimeUtc(decided) > FloatingLife;
        IReadOnlyList<PackageFiles>? known = File.Exists(decided) ? RestoreAssets.Read(assets, packages) : null;
        if (known is not null && !isOld) return known;

        string work = $"{folder}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            Write(work, packages, sources);
            if (!RunSources(work, sources, interrupt, out string log)) return known ?? throw Failure(packages, sources, log);
            File.WriteAllText(Path.Combine(work, "decided"), "");
            string workAssets = Path.Combine(work, "obj", "project.assets.json");
            IReadOnlyList<PackageFiles> result = RestoreAssets.Read(workAssets, packages) ?? throw Failure(packages, sources, log);
            Replace(work, folder);
            return result;
        }
        finally
        {
            WorkFolder.Delete(work);
        }
    }

    /// <summary>Folders first: what they and the packages at hand can satisfy asks no network.</summary>
    private static bool RunSources(string work, IReadOnlyList<string> sources, CancellationToken interrupt, out string log)
    {
        List<string> folders = [.. sources.Where(Directory.Exists)];
        if (folders.Count > 0 && Run(work, $"-p:RestoreSources=\"{string.Join("%3B", folders)}\"", interrupt, out log)) return true;
        return Run(work, null, interrupt, out log);
    }

    private static bool Run(string work, string? argument, CancellationToken interrupt, out string log)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
            ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");
        var start = new ProcessStartInfo(host, ["restore", "packages.csproj", "--nologo", "-v:quiet", "-nodeReuse:false",
            .. argument is null ? [] : new[] { argument }])
        {
            WorkingDirectory = work, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            UseShellExecute = false, CreateNoWindow = true,
        };
        // Whoever started this process may have set these for a build of his own.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using Process process = Start(start);
        process.StandardInput.Close();
        using CancellationTokenRegistration registration = interrupt.Register(() => ChildProcess.End(process));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        log = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        interrupt.ThrowIfCancellationRequested();
        return process.ExitCode == 0;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PackageException(
                "Packages are found by the .NET SDK, but no command 'dotnet' was found. Install the .NET SDK, or refer to the assembly "
                    + "file: #r \"folder/X.dll\".", e);
        }
    }

    private static PackageException Failure(IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> sources, string log)
    {
        string asked = string.Join("; ", packages);
        string where = sources.Count == 0
            ? "the package sources of this user"
            : $"{string.Join(", ", sources)} and the package sources of this user";
        List<string> errors = [.. ErrorPattern().Matches(log).Select(m => $"{m.Groups["code"].Value}: {m.Groups["text"].Value.Trim()}")
            .Distinct()];
        string mend = errors.Select(e => e[..6]).FirstOrDefault() switch
        {
            "NU1101" => "Correct the name, or name the folder or address that has it: #i \"nuget: folder\".",
            "NU1102" or "NU1103" => "Ask for a version that exists, or name the folder or address that has it: #i \"nuget: folder\".",
            "NU1301" or "NU1302" => "Connect to the network once, or name a folder that has the package: #i \"nuget: folder\".",
            "NU1107" or "NU1605" => "Ask for versions that agree.",
            "NU1202" => $"Ask for a version made for .NET {Environment.Version.Major} or older.",
            _ => "Correct what the restore complains of.",
        };
        string details = errors.Count > 0 ? string.Join("\n", errors) : log.Trim();
        return new($"The packages could not be restored. Asked for: {asked}. Looked in: {where}. {mend}\n{details}");
    }

    private void Write(string work, IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> sources)
    {
        Directory.CreateDirectory(work);
        // Whatever lies above this folder shall not change the restore.
        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            File.WriteAllText(Path.Combine(work, file), "<Project />");
        File.WriteAllText(Path.Combine(work, "Directory.Build.rsp"), "");
        string references = string.Concat(
            packages.Select(p => $"\n    <PackageReference Include=\"{Escape(p.Name)}\" Version=\"{Escape(p.Version)}\" />"));
        File.WriteAllText(Path.Combine(work, "packages.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{Framework}</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <DisableImplicitNuGetFallbackFolder>true</DisableImplicitNuGetFallbackFolder>
                <RestoreRootConfigDirectory>{Escape(notebookFolder)}</RestoreRootConfigDirectory>
                <RestoreAdditionalProjectSources>{Escape(string.Join(';', sources))}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>{references}
              </ItemGroup>
            </Project>
            """);
    }

    private static string Framework => FormattableString.Invariant($"net{Environment.Version.Major}.{Environment.Version.Minor}");

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string Key(IReadOnlyList<PackageRequest> packages, IReadOnlyList<string> sources)
    {
        var text = new StringBuilder(Framework).Append('|').Append(RuntimeInformation.RuntimeIdentifier);
        foreach (PackageRequest package in packages.OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
            text.Append("|p ").Append(package.Name.ToLowerInvariant()).Append(' ').Append(package.Version);
        foreach (string source in sources) text.Append("|s ").Append(source);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..24];
    }

    private static void Replace(string work, string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.Move(work, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another session decided the same at the same time.
        }
    }

    [GeneratedRegex(@"error (?<code>(NU|MSB|NETSDK)\d+): (?<text>[^\r\n]*?)(\[[^\]]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex ErrorPattern();
}

/// <summary>Packages cannot be had; the message says which, and how to mend it.</summary>
internal sealed class PackageException(string message, Exception? inner = null) : Exception(message, inner);
