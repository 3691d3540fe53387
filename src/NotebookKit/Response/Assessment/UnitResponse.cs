using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Assessment;

/// <summary>Response of one treatment in the three scopes.</summary>
public sealed record UnitResponse
{
    internal UnitResponse(TreatmentUnit unit, ScopeResponse local, ScopeResponse hepatic, ScopeResponse overall) =>
        (Unit, Local, Hepatic, Overall) = (unit, local, hepatic, overall);

    /// <summary>Name of the procedure or the course.</summary>
    public string Id => Unit.Id;

    /// <summary>Name of the patient.</summary>
    public string PatientId => Unit.PatientId;

    /// <summary>Day of the (first) procedure: time zero.</summary>
    public DateOnly Date => Unit.Date;

    /// <summary>Its treated lesions.</summary>
    public ScopeResponse Local { get; }

    /// <summary>All disease of the liver.</summary>
    public ScopeResponse Hepatic { get; }

    /// <summary>All disease.</summary>
    public ScopeResponse Overall { get; }

    internal TreatmentUnit Unit { get; }

    /// <summary>The response of a scope.</summary>
    /// <param name="scope">The scope.</param>
    public ScopeResponse this[ResponseScope scope] => scope switch
    {
        ResponseScope.Local => Local,
        ResponseScope.Hepatic => Hepatic,
        _ => Overall,
    };
}
