using System.Collections;

namespace NotebookKit.Survival.Models;

/// <summary>
/// Values of the covariates of one imagined patient, such as <c>new Profile("man of 60") { ["age"] = 60, ["sex"] = "male" }</c>.
/// </summary>
/// <param name="name">What the reader sees.</param>
public sealed class Profile(string name) : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>What the reader sees.</summary>
    public string Name { get; } = name;

    /// <summary>Value of a column: a number, or the level of a factor.</summary>
    public object this[string column]
    {
        get => _values[column];
        set => _values[column] = value;
    }

    /// <summary>The columns and their values.</summary>
    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Known part of the linear predictor.</summary>
    internal double Offset { get; init; }

    internal bool TryGet(string column, out object value) => _values.TryGetValue(column, out value!);
}
