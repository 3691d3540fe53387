namespace NotebookKit.Cli;

/// <summary>Turns what is wrong with the input into a message and an exit code.</summary>
internal static class CommandErrors
{
    public static int Report(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return ReportRun.BadInput;
        }
    }
}
