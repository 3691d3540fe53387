namespace NotebookKit.Kernel.Processes;

/// <summary>Folders that programs work in and that are deleted afterwards.</summary>
internal static class WorkFolder
{
    private const int Tries = 5;

    /// <summary>
    /// Deletes a folder with all that is in it. Windows keeps what a program holds open, for a moment also after its end: it is tried
    /// again, and what then still cannot be deleted stays, as a folder of temporary files may.
    /// </summary>
    public static void Delete(string folder)
    {
        for (int i = 1; Directory.Exists(folder); i++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (i == Tries) return;
                Thread.Sleep(50 * i);
            }
        }
    }
}
