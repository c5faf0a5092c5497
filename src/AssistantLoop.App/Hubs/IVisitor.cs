using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Hubs;

/// <summary>What the server tells a visitor's page by itself.</summary>
public interface IVisitor
{
    /// <summary>Another page of the same conversation asked; this one may follow the answer.</summary>
    Task AnswerStarted(Guid messageId);

    /// <summary>A message that no call of this page made, or one that was replaced.</summary>
    Task MessageAdded(MessageView message);

    /// <summary>Somebody else answers from now on.</summary>
    Task HandlingChanged(HandlingView handling);

    /// <summary>Somebody began or ceased to type.</summary>
    Task TypingChanged(TypingView typing);

    /// <summary>An action's state is another.</summary>
    Task ActionChanged(ActionView action);
}
