using AssistantLoop.Chat.Prompts;
using AssistantLoop.Storage.Conversations;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Learning.Conversations;

/// <summary>Reads conversations, the assistant's own and imported ones, as tasks.</summary>
public sealed class TaskReader(ConversationLog log)
{
    /// <summary>The tasks of the newest conversations with visitors.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="from">Where the page begins, as the page before said; null for the first.</param>
    /// <param name="conversations">Conversations a page.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<TaskPage> ReadAsync(
        string tenant, Guid? from, int conversations, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoggedTurn> turns = await log.ReadAsync(tenant, from, conversations, cancellationToken);
        return Page([.. turns.GroupBy(turn => turn.ConversationId).Select(turn => turn.ToArray())], conversations);
    }

    /// <summary>The tasks of imported chats; see <see cref="ReadAsync"/>.</summary>
    public async Task<TaskPage> ReadImportedAsync(
        string tenant, Guid? from, int conversations, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImportedTurns> imported = await log.ReadImportedAsync(tenant, from, conversations, cancellationToken);
        return Page([.. imported.Select(Turns)], conversations);
    }

    private static TaskPage Page(LoggedTurn[][] conversations, int wanted) => new(
        [.. conversations.SelectMany(TaskCutter.Cut)],
        conversations.Length < wanted ? null : conversations[^1][0].ConversationId);

    private static LoggedTurn[] Turns(ImportedTurns conversation)
    {
        List<LoggedTurn> turns = [];
        foreach (ChatMessage message in PromptText.Read(conversation.Prompt)
            .Append(new ChatMessage(ChatRole.Assistant, conversation.Chosen)))
        {
            if (message.Role == ChatRole.User)
            {
                turns.Add(new()
                {
                    ConversationId = conversation.ConversationId,
                    QuestionId = Guid.Empty,
                    Question = message.Text,
                    AskedAt = default,
                });
            }
            else if (message.Role == ChatRole.Assistant && turns.Count > 0)
            {
                turns[^1] = turns[^1] with { Answer = message.Text, AnswerState = MessageState.Complete };
            }
        }

        return [.. turns];
    }
}
