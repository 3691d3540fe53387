namespace NotebookKit.AnalysisSets;

/// <summary>
/// The counts made of a set so far: each question is counted once, and every curve and test that asks it shares the answer.
/// </summary>
/// <remarks>Answers never change, so that it does not matter who asks first. They live as long as their set.</remarks>
internal sealed class CountsOfSet
{
    private readonly Dictionary<object, object> _answers = [];

    /// <summary>Number of questions counted.</summary>
    public int Made => _answers.Count;

    /// <summary>The answer to a question, counted when it is first asked.</summary>
    /// <param name="question">Equal for equal questions.</param>
    /// <param name="count">Counts; if it fails, nothing is kept.</param>
    public T Of<T>(object question, Func<T> count) where T : class
    {
        lock (_answers)
        {
            if (!_answers.TryGetValue(question, out object? answer)) _answers[question] = answer = count();
            return (T)answer;
        }
    }
}
