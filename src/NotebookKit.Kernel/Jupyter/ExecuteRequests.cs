using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;
using NotebookKit.Kernel.Threads;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Runs the cells a front-end sends.</summary>
internal sealed class ExecuteRequests(NotebookSession session, History history, JupyterKernel kernel)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private TaskCompletionSource<string>? _question;
    private int _count;

    public void Interrupt()
    {
        lock (_gate)
        {
            _running?.CancelApart();
            _question?.TrySetException(new OperationCanceledException());
        }
    }

    public void Answer(string text)
    {
        lock (_gate) _question?.TrySetResult(text);
    }

    /// <summary>Runs one cell and gives the content of the reply.</summary>
    public async Task<JsonObject> AnswerAsync(JupyterMessage request)
    {
        string code = request.Content.Text("code") ?? "";
        bool isSilent = request.Content.Flag("silent") ?? false;
        bool isCounted = !isSilent && (request.Content.Flag("store_history") ?? true);
        int count = isCounted ? ++_count : Math.Max(_count, 1);
        if (!isSilent) kernel.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count }, request);

        var sink = new PublishingSink(this, request, isSilent, count);
        using var interrupt = new CancellationTokenSource();
        lock (_gate) _running = interrupt;
        try
        {
            CellResult result = await session.ExecuteAsync(code, $"cell {count}", sink, interrupt.Token).ConfigureAwait(false);
            if (isCounted) history.Add(count, code, sink.Result);
            if (result.Error is { } error)
            {
                if (!isSilent && (request.Content.Flag("stop_on_error") ?? true)) kernel.AbortQueue();
                JsonObject failure = Error(error);
                failure["execution_count"] = count;
                return failure;
            }
            return new JsonObject
            {
                ["status"] = "ok",
                ["execution_count"] = count,
                ["payload"] = new JsonArray(),
                ["user_expressions"] = await EvaluateAsync(request.Content["user_expressions"] as JsonObject, interrupt.Token)
                    .ConfigureAwait(false),
            };
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }

    private async Task<JsonObject> EvaluateAsync(JsonObject? expressions, CancellationToken interrupt)
    {
        var values = new JsonObject();
        foreach (string name in (expressions ?? []).Select(e => e.Key))
        {
            (MimeBundle? value, CellError? error) = await session.EvaluateAsync(expressions!.Text(name) ?? "", interrupt)
                .ConfigureAwait(false);
            values[name] = error is not null ? Error(error) : new JsonObject
            {
                ["status"] = "ok", ["data"] = OutputJson.ForWire(new ResultOutput(value!))["data"]!.DeepClone(),
                ["metadata"] = new JsonObject(),
            };
        }
        return values;
    }

    private static JsonObject Error(CellError error) => new()
    {
        ["status"] = "error",
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Trace.Select(l => (JsonNode)l)]),
    };

    private string Ask(JupyterMessage request, string prompt, bool isPassword)
    {
        if (request.Content.Flag("allow_stdin") != true)
            throw new InvalidOperationException("The cell asks for input, but this front-end cannot answer.");
        var question = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _question = question;
        kernel.Ask(request, new JsonObject { ["prompt"] = prompt, ["password"] = isPassword });
        return question.Task.GetAwaiter().GetResult();
    }

    /// <summary>Publishes the outputs of one cell, also those that come after its end.</summary>
    private sealed class PublishingSink(ExecuteRequests owner, JupyterMessage request, bool isSilent, int count) : IOutputSink
    {
        private bool _isProgressShown;

        public string? Result { get; private set; }

        public void Write(CellOutput output)
        {
            if (output is ResultOutput result) Result = result.Data.Text(MimeTypes.Plain);
            if (isSilent) return;
            if (output is ProgressOutput progress) output = Display(progress);
            JsonObject content = OutputJson.ForWire(output);
            string type = (string)content["output_type"]!;
            content.Remove("output_type");
            content.Remove("cell");
            content.Remove("line");
            if (output is ResultOutput) content["execution_count"] = count;
            owner.Publish(type, content, request);
        }

        /// <summary>Front ends know no progress, but displays that are replaced; none can be taken away: the last stays.</summary>
        private DisplayOutput Display(ProgressOutput progress)
        {
            string text = System.Net.WebUtility.HtmlEncode(progress.Text);
            string bar = progress.IsOver ? ""
                : FormattableString.Invariant($"<progress max=\"1\" value=\"{progress.Share:F3}\"></progress> ");
            MimeBundle data = new MimeBundle().Add(MimeTypes.Plain, progress.Text).Add(MimeTypes.Html, $"<div>{bar}{text}</div>");
            bool isUpdate = _isProgressShown;
            _isProgressShown = true;
            return new DisplayOutput(data, FormattableString.Invariant($"progress-{count}"), isUpdate);
        }

        public string Read(string prompt, bool isPassword) => owner.Ask(request, prompt, isPassword);
    }

    private void Publish(string type, JsonObject content, JupyterMessage request) => kernel.Publish(type, content, request);
}
