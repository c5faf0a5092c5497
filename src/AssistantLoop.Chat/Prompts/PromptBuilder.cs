using System.Security.Cryptography;
using System.Text;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Index;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Chat.Prompts;

/// <summary>
/// Assembles what the model sees: the system message with style and passages, then the conversation. What does not
/// fit the budget goes in this order: the worst passages but the first, the oldest turns, the last passage.
/// </summary>
/// <param name="countTokens">Counts a text's tokens as the model would.</param>
/// <param name="maxPromptTokens">The longest prompt in tokens, the answer not counted.</param>
public sealed class PromptBuilder(Func<string, int> countTokens, int maxPromptTokens)
{
    /// <summary>Tokens that a chat template spends around each message at most.</summary>
    private const int TokensAroundMessage = 4;

    /// <summary>Assembles the prompt.</summary>
    /// <param name="profile">The business.</param>
    /// <param name="prompt">The prompt template.</param>
    /// <param name="lines">What the business's own lines say.</param>
    /// <param name="turns">The conversation, oldest first, ending with the visitor's new message.</param>
    /// <param name="passages">What retrieval found, best first.</param>
    /// <exception cref="MessageTooLongException">The visitor's message alone exceeds the budget.</exception>
    public AssembledPrompt Build(
        BusinessProfile profile,
        PromptTemplate prompt,
        PromptLines lines,
        IReadOnlyList<ChatMessage> turns,
        IReadOnlyList<FoundPassage> passages)
    {
        List<FoundPassage> kept = [.. passages];
        List<ChatMessage> history = [.. turns];
        while (true)
        {
            string system = Render(profile, prompt, lines, kept);
            int tokens = countTokens(system) + TokensAroundMessage
                + history.Sum(turn => countTokens(turn.Text) + TokensAroundMessage);
            if (tokens <= maxPromptTokens)
            {
                List<ChatMessage> messages = [new(ChatRole.System, system), .. history];
                return new(messages, kept, HashOf(messages));
            }

            if (!DropOne(kept, history))
            {
                throw new MessageTooLongException(tokens, maxPromptTokens);
            }
        }
    }

    private static bool DropOne(List<FoundPassage> kept, List<ChatMessage> history)
    {
        if (kept.Count > 1)
        {
            kept.RemoveAt(kept.Count - 1);
        }
        else if (history.Count > 1)
        {
            // A question goes with its answer: the history starts with a visitor's message again.
            history.RemoveRange(0, history.Count > 2 && history[1].Role == ChatRole.Assistant ? 2 : 1);
        }
        else if (kept.Count == 1)
        {
            kept.Clear();
        }
        else
        {
            return false;
        }

        return true;
    }

    private static string Render(
        BusinessProfile profile, PromptTemplate prompt, PromptLines lines, List<FoundPassage> passages) =>
        prompt.Render(new Dictionary<string, object?>
        {
            ["assistant"] = profile.Assistant,
            ["business"] = profile.Business,
            ["style"] = lines.Style,
            ["glossary"] = string.Join("; ", lines.Glossary),
            ["rules"] = lines.Rules,
            ["passages"] = passages.Select((found, at) => new Dictionary<string, object>
            {
                ["number"] = at + 1,
                ["title"] = PassageLine.Of(found.Passage.Title),
                ["text"] = PassageLine.Of(found.Passage.Text),
            }).ToArray(),
        });

    private static string HashOf(List<ChatMessage> messages) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PromptText.Write(messages))));
}
