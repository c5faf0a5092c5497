namespace AssistantLoop.App.Actions;

/// <summary>A webhook that did not do an action.</summary>
/// <param name="message">What the visitor is told.</param>
/// <param name="mayTryAgain">Whether another call might do it; only made where the webhook knows a call again.</param>
public sealed class ActionFailedException(string message, bool mayTryAgain) : Exception(message)
{
    /// <summary>Whether another call might do it.</summary>
    public bool MayTryAgain { get; } = mayTryAgain;
}
