namespace NotebookKit.Kernel.Processes;

/// <summary>Finds programs whose installers on Windows leave PATH as it is: browsers and R.</summary>
internal static class ProgramFinder
{
    /// <summary>The first of some programs in the folders of PATH; null when there is none.</summary>
    /// <param name="names">Names without an ending.</param>
    public static string? InPath(params IEnumerable<string> names)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string ending = OperatingSystem.IsWindows() ? ".exe" : "";
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder.Trim('"'), name + ending)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The first of some files below the folders in which programs are installed; null when there is none.</summary>
    /// <param name="parts">Folders and name of the file.</param>
    public static string? Installed(params IEnumerable<string[]> parts) => Installed(ProgramFolders, parts);

    internal static string? Installed(IEnumerable<string> folders, IEnumerable<string[]> parts) =>
        parts.SelectMany(part => folders.Select(folder => Path.Combine([folder, .. part]))).FirstOrDefault(File.Exists);

    /// <summary>The Rscript of the newest R below folders such as <c>C:\Program Files</c>: R has a folder for each version.</summary>
    internal static string? NewestR(IEnumerable<string> folders) =>
        (from folder in folders
         let all = Path.Combine(folder, "R")
         where Directory.Exists(all)
         from one in Directory.GetDirectories(all, "R-*")
         let version = Version.TryParse(Path.GetFileName(one)[2..], out Version? v) ? v : new Version(0, 0)
         let program = Path.Combine(one, "bin", "Rscript.exe")
         where File.Exists(program)
         orderby version descending
         select program).FirstOrDefault();

    /// <summary>The command that starts R: Rscript by PATH, on Windows the newest that is installed where PATH has none.</summary>
    public static string Rscript =>
        OperatingSystem.IsWindows() && InPath("Rscript") is null && NewestR(ProgramFolders) is { } installed ? installed : "Rscript";

    private static IEnumerable<string> ProgramFolders =>
        new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86,
            Environment.SpecialFolder.LocalApplicationData }.Select(Environment.GetFolderPath).Where(f => f.Length > 0).Distinct();
}
