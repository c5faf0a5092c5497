namespace AssistantLoop.Inference;

/// <summary>A request names an adapter that the engine does not hold. Add it, then ask again.</summary>
public sealed class UnknownAdapterException(string adapterId)
    : Exception($"The engine holds no adapter '{adapterId}'.")
{
    /// <summary>The adapter that was asked for.</summary>
    public string AdapterId { get; } = adapterId;
}
