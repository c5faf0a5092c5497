using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Training.Pretrain;

/// <summary>
/// What a model learns from. <c>SamplesFrom(n)</c> is the stream of encoded texts from the n-th on, the same texts at
/// every call; <c>HeldOut</c> are texts that the stream does not hold.
/// </summary>
public sealed record PretrainData(Func<long, IEnumerable<EncodedChat>> SamplesFrom, IReadOnlyList<EncodedChat> HeldOut);
