using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>A lesion that is summed.</summary>
/// <param name="LesionId">Name of the lesion.</param>
/// <param name="Method">How it is measured.</param>
/// <param name="BaselineSize">Size at baseline in mm (mm² for products); null when it was not measured.</param>
internal sealed record TargetLesion(string LesionId, MeasurementMethod Method, decimal? BaselineSize);
