using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.AnalysisSets;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>The boxes of a flow diagram, whose numbers add up.</summary>
internal sealed record FlowModel(ImmutableArray<FlowStep> Steps, ImmutableArray<FlowStep> Arms, string Text)
{
    public static FlowModel Of(ImmutableArray<FlowStep> steps, ImmutableArray<FlowStep> arms)
    {
        if (steps.IsEmpty) throw new ArgumentException("A flow diagram needs at least one step.", nameof(steps));
        if (steps.Concat(arms).FirstOrDefault(s => s.N < 0 || s.LeftOut.Any(l => l.N < 0)) is { } negative)
            throw new ArgumentException($"'{negative.Label}' has a negative number.", nameof(steps));
        for (int i = 1; i < steps.Length; i++)
        {
            int left = steps[i].LeftOut.Sum(l => l.N);
            if (steps[i - 1].N - left != steps[i].N)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"'{steps[i].Label}' has n = {steps[i].N}, but {steps[i - 1].N} of '{steps[i - 1].Label}' less {left} left out are "
                        + $"{steps[i - 1].N - left}."), nameof(steps));
        }
        if (!arms.IsEmpty && arms.Sum(a => a.N) != steps[^1].N)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The arms have {string.Join(" + ", arms.Select(a => a.N))} = {arms.Sum(a => a.N)}, but '{steps[^1].Label}' has n = "
                    + $"{steps[^1].N}."), nameof(arms));
        string text = "Flow diagram: "
            + string.Join("; ",
                steps.Select(s => Words(s) + (s.LeftOut.IsEmpty ? "" : $", left out: {string.Join(", ", s.LeftOut.Select(LeftOut))}"))) +
            (arms.IsEmpty ? "" : "; then " + string.Join(", ", arms.Select(Words))) + ".";
        return new FlowModel(steps, arms, text);
    }

    /// <summary>The sets that a set was taken from, the declared one first; only what changes the number of rows becomes a box.</summary>
    public static IEnumerable<FlowStep> StepsOf(AnalysisSet set)
    {
        var path = new List<AnalysisSet>();
        for (AnalysisSet? s = set; s is not null; s = s.Parent) path.Insert(0, s);
        for (int i = 0; i < path.Count; i++)
        {
            AnalysisSet now = path[i];
            string also = now.Patients is int patients && patients != now.N ? $"from {Wording.Count(patients, "patients")}" : "";
            string label = i == 0 ? Wording.Capital(now.Unit) : Wording.Capital($"{now.Unit}: {now.Reason}");
            int left = i == 0 ? 0 : path[i - 1].N - now.N;
            yield return new FlowStep(label, now.N) { Also = also, LeftOut = left > 0 ? [($"Not: {now.Reason}", left)] : [] };
        }
    }

    public static string Words(FlowStep step) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{FigureText.Clean(step.Label)} n = {step.N}{(step.Also.Length > 0 ? ", " + FigureText.Clean(step.Also) : "")}");

    public static string LeftOut((string Reason, int N) left) =>
        string.Create(CultureInfo.InvariantCulture, $"{FigureText.Clean(left.Reason)} (n = {left.N})");
}
