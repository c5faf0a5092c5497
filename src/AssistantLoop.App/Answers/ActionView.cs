namespace AssistantLoop.App.Answers;

/// <summary>An action that the assistant proposes, as clients see it.</summary>
/// <param name="Id">The action's id.</param>
/// <param name="MessageId">The answer that proposes it.</param>
/// <param name="Name">Its name in the business's declarations.</param>
/// <param name="Title">What it does, for people.</param>
/// <param name="Fields">What it would be done with, for people.</param>
/// <param name="State">proposed, running, done, failed, declined or expired.</param>
/// <param name="Result">What came of it, for people; null before.</param>
public sealed record ActionView(
    Guid Id, Guid MessageId, string Name, string Title, IReadOnlyList<ActionField> Fields, string State, string? Result = null);

/// <summary>One thing that an action would be done with.</summary>
/// <param name="Label">What it is, for people.</param>
/// <param name="Value">Its value, for people.</param>
public sealed record ActionField(string Label, string Value);
