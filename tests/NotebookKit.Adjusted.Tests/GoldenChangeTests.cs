using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Adjusted.Tests.Prediction;
using NotebookKit.Adjusted.Tests.Propensity;
using NotebookKit.Adjusted.Tests.Regression;
using NotebookKit.Adjusted.Tests.Repeated;
using NotebookKit.Adjusted.Tests.Tables;

namespace NotebookKit.Adjusted.Tests;

/// <summary>
/// Every number of the reference pack is met by a test: each place of each file (family, key) is changed in turn, and a test must fail.
/// The long run changes every place, the usual run one in twenty.
/// </summary>
public sealed class GoldenChangeTests
{
    /// <summary>Places that hold no value to meet, or one that is wrong.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["clustered_logistic /gee/alpha_se"] =
            "geepack's derivatives are wrong; gee_correlation.json holds the value by numerical derivatives (differences-from-R.md)",
        ["firth_logistic /maximum_likelihood_coefficients_at_default_stop"] =
            "where glm stops on its way to infinity: only that no number is printed is tested",
        ["propensity /matching/caliper_in_sd"] = "an input",
    };

    private static readonly Type[] Tests =
        [typeof(CoxTests), typeof(LogisticTests), typeof(RepeatedTests), typeof(PropensityTests), typeof(PredictionTests),
            typeof(SelectionTests), typeof(Imputation.PoolingTests), typeof(GoldenRestTests)];

    [Theory, InlineData("lung"), InlineData("veteran"), InlineData("birthwt"), InlineData("respiratory"), InlineData("lalonde"),
        InlineData("rotterdam_nodes"), InlineData("mixed")]
    public void A_changed_value_is_noticed(string file)
    {
        string name = file + ".json", text = File.ReadAllText(Repository.Path("tests", "NotebookKit.Adjusted.Tests", "golden", name));
        (string Test, Action Run)[] tests = [.. Tests.SelectMany(Cases)];
        // Firth's profile limits take seconds; only its own values need them
        var readers = tests.Where(t => !t.Test.Contains("Firth", StringComparison.Ordinal) && Golden.ReadBy(t.Run).Contains(name))
            .ToArray();
        var firth = tests.Where(t => t.Test.Contains("Firth", StringComparison.Ordinal)).ToArray();
        (string Kind, string Path)[] places = [.. JsonNode.Parse(text)!["analyses"]!.AsArray()
            .SelectMany(a => Places(a, "").Select(p => (Kind(a!), p))).Distinct().Where(p => !Excused.ContainsKey($"{p.Item1} {p.p}"))];
        Assert.DoesNotContain(readers, t => Golden.FailsOn(name, text, t.Run)); // on the values as they are every test passes
        var unnoticed = new List<string>();
        for (int k = 0; k < places.Length; k++)
        {
            (string kind, string path) = places[k];
            if (!LongRun.IsAsked && (k % 20 != 7 || kind == "firth_logistic")) continue;
            JsonNode changed = JsonNode.Parse(text)!;
            foreach (JsonNode? a in changed["analyses"]!.AsArray().Where(a => Kind(a!) == kind)) Change(a, "", path);
            string other = changed.ToJsonString();
            if (!(kind == "firth_logistic" ? firth : readers).Any(t => Golden.FailsOn(name, other, t.Run))) unnoticed.Add($"{kind} {path}");
        }
        Assert.True(unnoticed.Count == 0,
            $"{file}: {unnoticed.Count} of {places.Length} places may hold any number: {string.Join("; ", unnoticed)}");
    }

    private static string Kind(JsonNode analysis) => analysis["kind"]!.GetValue<string>();

    private static IEnumerable<string> Places(JsonNode? node, string at) => node switch
    {
        JsonObject o => o.SelectMany(p => Places(p.Value, $"{at}/{p.Key}")),
        JsonArray a => a.SelectMany(v => Places(v, at)),
        JsonValue v when v.GetValueKind() == JsonValueKind.Number => [at],
        _ => [],
    };

    private static JsonNode? Change(JsonNode? node, string at, string target)
    {
        if (node is JsonObject o)
            foreach (string key in o.Select(p => p.Key)
                .Where(k => (target + "/").StartsWith($"{at}/{k}/", StringComparison.Ordinal)).ToArray())
            {
                JsonNode? other = Change(o[key], $"{at}/{key}", target);
                if (!ReferenceEquals(other, o[key])) o[key] = other;
            }
        if (node is JsonArray a)
            for (int i = 0; i < a.Count; i++)
            {
                JsonNode? other = Change(a[i], at, target);
                if (!ReferenceEquals(other, a[i])) a[i] = other;
            }
        if (node is not JsonValue || at != target || node.GetValueKind() != JsonValueKind.Number) return node;
        double d = node.GetValue<double>();
        return d == Math.Floor(d) && Math.Abs(d) < 1e6 ? JsonValue.Create((int)d + 1) : JsonValue.Create(d * 1.01 + 0.001);
    }

    /// <summary>Every test of a class with each of its rows of arguments.</summary>
    private static IEnumerable<(string, Action)> Cases(Type type)
    {
        foreach (MethodInfo method in type.GetMethods().Where(m => m.GetCustomAttributes().Any(a => a is FactAttribute)))
        {
            var rows = method.GetCustomAttributes<InlineDataAttribute>().Select(i => i.Data.ToArray()).ToList();
            foreach (MemberDataAttribute d in method.GetCustomAttributes<MemberDataAttribute>())
                rows.AddRange(((IEnumerable)type.GetProperty(d.MemberName)!.GetValue(null)!).Cast<object>()
                    .Select(r => r is ITheoryDataRow row ? row.GetData() : (object?[])r));
            if (method.GetParameters().Length == 0) rows.Add([]);
            foreach (object?[] row in rows)
                yield return ($"{method.Name}({string.Join(", ", row)})", () => method.Invoke(Activator.CreateInstance(type), row));
        }
    }
}
