namespace AssistantLoop.Learning.DataSets;

/// <summary>What an evaluation suite asks and expects, on which nothing may be trained.</summary>
/// <param name="Name">The suite's name.</param>
/// <param name="Questions">Its questions, paraphrases too.</param>
/// <param name="Answers">Its expected answers; short ones, such as a price alone, are no ground to leave anything out.</param>
public sealed record SuiteTexts(string Name, IReadOnlyList<string> Questions, IReadOnlyList<string> Answers);
