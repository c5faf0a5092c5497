namespace AssistantLoop.Inference;

/// <summary>A step of the model failed. The requests in that step end with this exception; the engine serves
/// on.</summary>
public sealed class EngineFaultException(Exception cause)
    : Exception($"The model failed in one step: {cause.Message}", cause);
