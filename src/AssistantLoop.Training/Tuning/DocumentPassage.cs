namespace AssistantLoop.Training.Tuning;

/// <summary>A passage of the business's documents, as a prompt shows it.</summary>
/// <param name="Title">The headings above the text, joined by " > ".</param>
/// <param name="Text">The text on one line.</param>
public sealed record DocumentPassage(string Title, string Text);
