using AssistantLoop.App.Answers;

namespace AssistantLoop.App.Hubs;

/// <summary>What the server tells a visitor's page by itself.</summary>
public interface IVisitor
{
    /// <summary>Another page of the same conversation asked; this one may follow the answer.</summary>
    Task AnswerStarted(Guid messageId);

    /// <summary>An action was confirmed, ended or expired.</summary>
    Task ActionChanged(ActionView action);
}
