namespace NotebookKit.Response.Criteria;

/// <summary>The condition of a rule.</summary>
/// <typeparam name="TState">What the rule looks at.</typeparam>
/// <param name="state">The state; not copied.</param>
internal delegate bool RuleCondition<TState>(in TState state) where TState : struct;

/// <summary>One rule of a criterion. Rules are tried in order; the first that applies gives the category.</summary>
/// <typeparam name="TState">What the rule looks at.</typeparam>
/// <param name="Category">The category it gives.</param>
/// <param name="Condition">When it applies, in words.</param>
/// <param name="Citation">Where the rule is published.</param>
/// <param name="Applies">The condition as code.</param>
internal sealed record ResponseRule<TState>(ResponseCategory Category, string Condition, string Citation, RuleCondition<TState> Applies)
    where TState : struct;
