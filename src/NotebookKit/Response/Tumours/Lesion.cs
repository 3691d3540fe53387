namespace NotebookKit.Response.Tumours;

/// <summary>How a lesion is followed.</summary>
internal enum LesionRole
{
    /// <summary>Measured and summed.</summary>
    Target,

    /// <summary>Judged without summing.</summary>
    NonTarget,

    /// <summary>Appeared after a procedure.</summary>
    New,
}

/// <summary>Which diameter stands for the lesion.</summary>
internal enum MeasurementMethod
{
    /// <summary>Longest viable (arterially enhancing) diameter.</summary>
    Viable,

    /// <summary>Longest diameter of the whole lesion.</summary>
    Whole,

    /// <summary>Short axis: lymph nodes.</summary>
    ShortAxis,
}

/// <summary>Appearance that decides whether a lesion may be a target.</summary>
internal enum LesionCharacter
{
    /// <summary>Well delineated: may be a target.</summary>
    WellDefined,

    /// <summary>Infiltrative: non-target.</summary>
    Infiltrative,

    /// <summary>Malignant portal vein thrombus: non-target.</summary>
    Thrombus,

    /// <summary>Effusion or ascites: non-target; under mRECIST its appearance or progression needs cytology.</summary>
    Effusion,

    /// <summary>Effusion or ascites proven malignant by cytology: non-target.</summary>
    MalignantEffusion,

    /// <summary>Bone lesion without a measurable soft-tissue part: non-target.</summary>
    Bone,

    /// <summary>Cystic: non-target.</summary>
    Cystic,
}

/// <summary>One lesion of one patient.</summary>
/// <param name="Id">Unique name.</param>
/// <param name="Role">How it is followed.</param>
/// <param name="Organ">Organ, in the words of the template: <c>liver</c>, <c>lymph_node</c>, <c>porta_hepatis_node</c>, <c>lung</c>
/// ….</param>
internal sealed record Lesion(string Id, LesionRole Role, string Organ = "liver")
{
    /// <summary>How it is measured; null for the rule: viable in the liver, short axis for nodes, whole elsewhere.</summary>
    public MeasurementMethod? Measurement { get; init; }

    /// <summary>Appearance. The default value is <see cref="LesionCharacter.WellDefined"/>.</summary>
    public LesionCharacter Character { get; init; }

    /// <summary>Whether it was treated locally before the cohort began.</summary>
    public bool PriorLocalTherapy { get; init; }

    /// <summary>The lesion this one is a fragment of; null if it is not a fragment.</summary>
    public string? PartOf { get; init; }

    /// <summary>Row of the lesion in <c>lesions.csv</c> as Excel shows it; 0 when it does not come from a file.</summary>
    public int Row { get; init; }

    /// <summary>Whether the lesion lies in the liver.</summary>
    public bool IsHepatic => Organ == "liver";

    /// <summary>Whether the lesion is a lymph node.</summary>
    public bool IsNode => Organ is "lymph_node" or "porta_hepatis_node";

    /// <summary>All nodes are one organ.</summary>
    internal string OrganGroup => IsNode ? "lymph_node" : Organ;
}
