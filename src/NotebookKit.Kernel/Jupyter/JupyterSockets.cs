using NetMQ;
using NetMQ.Sockets;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>The five sockets of a kernel. Sending is allowed from any thread and never waits.</summary>
internal sealed class JupyterSockets : IDisposable
{
    private readonly RouterSocket _shell = new();
    private readonly RouterSocket _control = new();
    private readonly RouterSocket _stdin = new();
    private readonly XPublisherSocket _iopub = new();
    // Not a response socket: one half message from a stranger would leave it waiting for the rest.
    private readonly RouterSocket _heartbeat = new();
    private readonly NetMQQueue<(JupyterChannel Channel, List<byte[]> Frames)> _outbox = new();
    private readonly NetMQPoller _poller;
    private readonly NetMQPoller _heart;

    /// <summary>Binds the sockets.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="received">Takes every message; called on the sockets' own thread, so it must not wait.</param>
    /// <param name="subscribed">Told of each new subscriber, with the topic it subscribed to.</param>
    public JupyterSockets(ConnectionFile connection, Action<JupyterChannel, List<byte[]>> received, Action<byte[]> subscribed)
    {
        foreach (NetMQSocket socket in new NetMQSocket[] { _shell, _control, _stdin, _iopub, _heartbeat })
        {
            socket.Options.Linger = TimeSpan.FromMilliseconds(500);
            socket.Options.SendHighWatermark = 0;
            socket.Options.ReceiveHighWatermark = 0;
        }
        // Every subscriber is to be welcomed, not only the first of a topic.
        _iopub.Options.XPubVerbose = true;
        _shell.Bind(connection.Address(connection.ShellPort));
        _control.Bind(connection.Address(connection.ControlPort));
        _stdin.Bind(connection.Address(connection.StdinPort));
        _iopub.Bind(connection.Address(connection.IopubPort));
        _heartbeat.Bind(connection.Address(connection.HbPort));

        Receive(_shell, JupyterChannel.Shell, received);
        Receive(_control, JupyterChannel.Control, received);
        Receive(_stdin, JupyterChannel.Stdin, received);
        _iopub.ReceiveReady += (_, e) =>
        {
            List<byte[]> frames = e.Socket.ReceiveMultipartBytes();
            if (frames is [[1, .. var topic]]) subscribed(topic);
        };
        _heartbeat.ReceiveReady += (_, e) =>
        {
            List<byte[]> frames = e.Socket.ReceiveMultipartBytes();
            e.Socket.TrySendMultipartBytes(TimeSpan.Zero, frames);
        };
        _outbox.ReceiveReady += (_, e) =>
        {
            while (e.Queue.TryDequeue(out (JupyterChannel Channel, List<byte[]> Frames) item, TimeSpan.Zero))
                SocketOf(item.Channel).TrySendMultipartBytes(TimeSpan.Zero, item.Frames);
        };
        _poller = [_shell, _control, _stdin, _iopub, _outbox];
        _heart = [_heartbeat];
    }

    public void Start()
    {
        _poller.RunAsync("jupyter sockets", true);
        _heart.RunAsync("jupyter heartbeat", true);
    }

    public void Send(JupyterChannel channel, List<byte[]> frames) => _outbox.Enqueue((channel, frames));

    public void Dispose()
    {
        _poller.Stop();
        _heart.Stop();
        // What was queued when the poller stopped must still leave.
        while (_outbox.TryDequeue(out (JupyterChannel Channel, List<byte[]> Frames) item, TimeSpan.Zero))
            SocketOf(item.Channel).TrySendMultipartBytes(TimeSpan.Zero, item.Frames);
        foreach (IDisposable part in new IDisposable[] { _poller, _heart, _outbox, _shell, _control, _stdin, _iopub, _heartbeat })
            part.Dispose();
        NetMQConfig.Cleanup(block: true);
    }

    private static void Receive(NetMQSocket socket, JupyterChannel channel, Action<JupyterChannel, List<byte[]>> received) =>
        socket.ReceiveReady += (_, e) =>
        {
            List<byte[]>? frames = [];
            while (e.Socket.TryReceiveMultipartBytes(ref frames))
            {
                received(channel, [.. frames]);
                frames = [];
            }
        };

    private NetMQSocket SocketOf(JupyterChannel channel) => channel switch
    {
        JupyterChannel.Shell => _shell,
        JupyterChannel.Control => _control,
        JupyterChannel.Stdin => _stdin,
        _ => _iopub,
    };
}

/// <summary>The channels on which messages travel.</summary>
internal enum JupyterChannel
{
    Shell,
    Control,
    Stdin,
    Iopub,
}
