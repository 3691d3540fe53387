namespace NotebookKit.Response;

/// <summary>Which of a patient's responses stands for the patient.</summary>
public enum PatientRule
{
    /// <summary>That of the first procedure.</summary>
    First,

    /// <summary>The best; NE only where none is evaluable.</summary>
    Best,

    /// <summary>The worst of those evaluable; NE only where none is.</summary>
    Worst,
}
