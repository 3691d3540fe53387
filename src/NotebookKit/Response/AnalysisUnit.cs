namespace NotebookKit.Response;

/// <summary>What one row of a result stands for.</summary>
public enum AnalysisUnit
{
    /// <summary>Every procedure, re-baselined.</summary>
    Procedure,

    /// <summary>Every course: procedures with one <c>course_id</c>, or staged on other lesions within the course gap.</summary>
    Course,

    /// <summary>The first procedure of every patient.</summary>
    Patient,
}
