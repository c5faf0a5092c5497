using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Actions;

/// <summary>Chooses the actions that a turn's prompt offers.</summary>
public static class ActionPick
{
    /// <summary>The most actions of a prompt.</summary>
    public const int Most = 8;

    /// <summary>The prompt's lines of the actions whose condition holds, in their order.</summary>
    /// <param name="content">The business's content.</param>
    /// <param name="context">The turn.</param>
    public static IReadOnlyList<string> LinesOf(BusinessContent content, TurnContext context)
    {
        if (content.Actions.Count == 0)
        {
            return [];
        }

        DateTime local = TimeZoneInfo.ConvertTime(context.Now, content.Zone).DateTime;
        // What an action lacks comes with the next message: "Where is my order?", "It is 4711."
        TurnContext? before = context.Earlier.Count > 0 ? context with { Question = context.Earlier[^1] } : null;
        return
        [
            .. content.Actions.Zip(content.ActionLines)
                .Where(pair => pair.First is not { When: { } when } action
                    || when.Holds(context, local)
                    || (before is not null && when.Holds(before, local))
                    || NamesValue(action, context.Question))
                .Select(pair => pair.Second)
                .Take(Most),
        ];
    }

    private static bool NamesValue(ActionDeclaration action, string question) => action.Patterns.Count > 0
        && question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('.', ',', ';', ':', '!', '?', '"', '(', ')'))
            .Any(word => action.Patterns.Any(pattern => pattern.IsMatch(word)));
}
