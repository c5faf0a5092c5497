using AssistantLoop.Models.ChatTemplates;

namespace AssistantLoop.Training.Packing;

/// <summary>
/// Where a packer stands: how many texts it has drawn from its source, and those drawn but not yet laid out.
/// </summary>
public sealed record PackerState(long Drawn, IReadOnlyList<EncodedChat> Waiting)
{
    public static PackerState Start { get; } = new(0, []);
}
