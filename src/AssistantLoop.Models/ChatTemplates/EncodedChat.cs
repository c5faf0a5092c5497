namespace AssistantLoop.Models.ChatTemplates;

/// <summary>
/// A conversation as token ids; <c>Trainable[i]</c> says whether the assistant wrote token i and it counts.
/// </summary>
public sealed record EncodedChat(int[] Ids, bool[] Trainable);
