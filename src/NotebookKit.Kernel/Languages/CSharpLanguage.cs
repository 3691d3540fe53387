using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Threads;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Languages;

/// <summary>C#, the language every session has.</summary>
internal sealed class CSharpLanguage(CSharpEngine engine) : ILanguage
{
    public IReadOnlyList<string> Names => [.. engine.Variables.All.Select(v => v.Name)];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        LoadedPiece piece = Load(part, cell, interrupt);
        try
        {
            return CellThread.Complete(
                async () =>
                {
                    object? value = await engine.RunAsync(piece);
                    MimeBundle? bundle = piece.HasValue ? ValueFormatter.Format(value) : null;
                    // Formatting swallows whatever a value throws, the interrupt of its loops included.
                    interrupt.ThrowIfCancellationRequested();
                    return bundle;
                },
                interrupt);
        }
        finally
        {
            engine.Keep(piece);
        }
    }

    public bool TryGet(string name, out object? value)
    {
        foreach ((string variable, _, object? content) in engine.Variables.All)
            if (variable == name)
            {
                value = SharedFrame.IsDataFrame(content) ? SharedFrame.Of(content!) : content;
                return true;
            }
        value = null;
        return false;
    }

    public void Set(string name, object? value)
    {
        if (value is SharedFrame frame) value = frame.ToDataFrame(engine.DataAnalysis());
        string type = CSharpTypeName.Of(value?.GetType());
        string declaration =
            $"{type} @{name} = ({type})global::{typeof(SharedValues).FullName}.{nameof(SharedValues.Take)}({SharedValues.Put(value)});";
        LoadedPiece piece = engine.Load(engine.Compile(declaration, "share"), CancellationToken.None);
        CellThread.Complete(() => engine.RunAsync(piece), CancellationToken.None);
        engine.Keep(piece);
    }

    private LoadedPiece Load(CodePart part, string cell, CancellationToken interrupt)
    {
        try
        {
            return engine.Load(engine.Compile(part.Code, cell, part.Line), interrupt);
        }
        catch (CompilationException e) when (HtmlTags.AreMeant(e))
        {
            try
            {
                return engine.Load(engine.Compile(HtmlTags.Using + part.Code, cell, part.Line), interrupt);
            }
            catch (CompilationException)
            {
                throw e;
            }
        }
    }

    public void Dispose()
    {
    }
}
