namespace NotebookKit.Cli;

/// <summary>Turns what went wrong into a message and an exit code.</summary>
internal static class CommandErrors
{
    public static int Report(Func<int> command) => ReportAsync(() => Task.FromResult(command())).GetAwaiter().GetResult();

    public static async Task<int> ReportAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(Sentence(e));
            return ReportRun.BadInput;
        }
    }

    /// <summary>What is wrong with the input, the disk, or this program.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        InvalidDataException or ArgumentException => exception.Message,
        UnauthorizedAccessException => $"{exception.Message} Close it where another program shows it, ask for the right to it, or choose "
            + "another folder with --output.",
        // Such a message says already how to mend it.
        IOException { InnerException: not null } => exception.Message,
        IOException => $"{exception.Message.TrimEnd('.')}. Check the path and the space on the disk; what was there before is unchanged.",
        _ => $"notebookkit could not go on: {exception.GetType().Name}: {exception.Message} This is a fault of notebookkit: please report "
            + "it with the file.",
    };
}
