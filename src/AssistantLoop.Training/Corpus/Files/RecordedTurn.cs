namespace AssistantLoop.Training.Corpus.Files;

/// <summary>A turn of a recorded dialogue: user, assistant or tool.</summary>
internal sealed record RecordedTurn(string Role, string Text);
