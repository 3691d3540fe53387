using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Session;
using NotebookKit.Kernel.Threads;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>A Jupyter kernel: serves one session to the front-end that wrote the connection file.</summary>
/// <remarks>
/// Shell requests are answered in order, control requests at once. The sockets' thread only sorts; cells run on threads of
/// their own, and so does the answering.
/// </remarks>
public sealed class JupyterKernel
{
    private readonly MessageSigner _signer;
    private readonly JupyterSockets _sockets;
    private readonly Channel<JupyterMessage?> _queue = System.Threading.Channels.Channel.CreateUnbounded<JupyterMessage?>();
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ExecuteRequests _execute;
    private readonly ShellRequests _requests;
    private volatile bool _isAborting;

    private JupyterKernel(ConnectionFile connection)
    {
        _signer = new MessageSigner(connection.Key);
        _sockets = new JupyterSockets(connection, Receive, Welcome);
        var session = new NotebookSession();
        var history = new History();
        _execute = new ExecuteRequests(session, history, this);
        _requests = new ShellRequests(session, history);
    }

    /// <summary>Serves until the front-end asks to stop, or is gone.</summary>
    /// <param name="connectionFile">Path of the connection file.</param>
    public static async Task ServeAsync(string connectionFile)
    {
        ConnectionFile connection = ConnectionFile.Load(connectionFile);
        // The first cell comes soon after the sockets are there.
        _ = Task.Run(NotebookSession.WarmUpAsync);
        if (connection.ReachesBeyondThisMachine)
            await Console.Error.WriteLineAsync($"Warning: other machines can reach this kernel at {connection.Ip} and read its outputs.")
                .ConfigureAwait(false);
        // The front-end interrupts by message; a Ctrl-C in its terminal is not meant for the kernel.
        using var ignored = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT,
            signal => signal.Cancel = true);
        ThreadFailures.Install();
        PoolWatch.Start();
        var kernel = new JupyterKernel(connection);
        kernel._sockets.Start();
        kernel.Publish("status", new JsonObject { ["execution_state"] = "starting" }, null);
        Task answering = Task.Run(kernel.AnswerAllAsync);
        await Task.WhenAny(kernel._shutdown.Task, answering, ParentProcess.GoneAsync()).ConfigureAwait(false);
        kernel._sockets.Dispose();
    }

    internal void Publish(string type, JsonObject content, JupyterMessage? parent) =>
        _sockets.Send(JupyterChannel.Iopub, JupyterMessage.Write([Encoding.UTF8.GetBytes($"kernel.{type}")], type, content,
            parent, _signer));

    internal void Ask(JupyterMessage parent, JsonObject content) =>
        _sockets.Send(JupyterChannel.Stdin, JupyterMessage.Write(parent.Identities, "input_request", content, parent, _signer));

    /// <summary>Requests to execute that arrived until now are answered with <c>aborted</c>; a mark ends the row.</summary>
    internal void AbortQueue()
    {
        _isAborting = true;
        _queue.Writer.TryWrite(null);
    }

    private void Receive(JupyterChannel channel, List<byte[]> frames)
    {
        if (JupyterMessage.Read(frames, _signer) is not { } message) return;
        switch (channel)
        {
            case JupyterChannel.Shell:
                _queue.Writer.TryWrite(message);
                break;
            case JupyterChannel.Stdin:
                if (message.Type == "input_reply") _execute.Answer(message.Content.Text("value") ?? "");
                break;
            default:
                _ = Task.Run(() => Control(message));
                break;
        }
    }

    private void Control(JupyterMessage message)
    {
        Busy(message, () =>
        {
            switch (message.Type)
            {
                case "interrupt_request":
                    _execute.Interrupt();
                    Reply(JupyterChannel.Control, message, "interrupt_reply", new JsonObject { ["status"] = "ok" });
                    break;
                case "shutdown_request":
                    Shutdown(JupyterChannel.Control, message);
                    break;
                case "kernel_info_request":
                    Reply(JupyterChannel.Control, message, "kernel_info_reply", ShellRequests.KernelInfo());
                    break;
            }
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }

    private void Shutdown(JupyterChannel channel, JupyterMessage message)
    {
        var content = new JsonObject { ["status"] = "ok", ["restart"] = message.Content.Flag("restart") ?? false };
        Reply(channel, message, "shutdown_reply", content);
        Publish("shutdown_reply", (JsonObject)content.DeepClone(), message);
        _execute.Interrupt();
        _ = Task.Delay(100).ContinueWith(_ => _shutdown.TrySetResult(), TaskScheduler.Default);
    }

    private async Task AnswerAllAsync()
    {
        await foreach (JupyterMessage? message in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (message is null) _isAborting = false;
            else await Busy(message, () => AnswerAsync(message)).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(JupyterMessage message)
    {
        if (message.Type == "shutdown_request")
        {
            Shutdown(JupyterChannel.Shell, message);
            return;
        }
        if (!message.Type.EndsWith("_request", StringComparison.Ordinal)) return;
        JsonObject? content;
        try
        {
            content = message.Type != "execute_request" ? await _requests.AnswerAsync(message).ConfigureAwait(false)
                : _isAborting ? new JsonObject { ["status"] = "aborted" }
                : await _execute.AnswerAsync(message).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            content = new JsonObject { ["status"] = "error", ["ename"] = e.GetType().FullName, ["evalue"] = e.Message,
                ["traceback"] = new JsonArray() };
        }
        if (content is not null)
            Reply(JupyterChannel.Shell, message, message.Type.Replace("_request", "_reply", StringComparison.Ordinal), content);
    }

    private async Task Busy(JupyterMessage message, Func<Task> work)
    {
        Publish("status", new JsonObject { ["execution_state"] = "busy" }, message);
        await work().ConfigureAwait(false);
        Publish("status", new JsonObject { ["execution_state"] = "idle" }, message);
    }

    private void Reply(JupyterChannel channel, JupyterMessage parent, string type, JsonObject content) =>
        _sockets.Send(channel, JupyterMessage.Write(parent.Identities, type, content, parent, _signer));

    private void Welcome(byte[] topic) =>
        _sockets.Send(JupyterChannel.Iopub,
            JupyterMessage.Write([topic], "iopub_welcome", new JsonObject { ["subscription"] = Encoding.UTF8.GetString(topic) },
                null, _signer));
}
