namespace NotebookKit.Kernel.Outputs;

/// <summary>A value that knows the forms in which it is shown.</summary>
internal interface IMimeBundleSource
{
    MimeBundle ToMimeBundle();
}
