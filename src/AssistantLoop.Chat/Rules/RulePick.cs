using AssistantLoop.Chat.Content;

namespace AssistantLoop.Chat.Rules;

/// <summary>Chooses the rules that hold at a turn, the most important first.</summary>
internal static class RulePick
{
    /// <summary>The most rules of a prompt.</summary>
    public const int Most = 8;

    /// <summary>The rules that hold, in order of priority, then as they are written.</summary>
    public static IReadOnlyList<BusinessRule> Of(IReadOnlyList<BusinessRule> rules, TurnContext context, TimeZoneInfo zone)
    {
        if (rules.Count == 0)
        {
            return [];
        }

        DateTime local = TimeZoneInfo.ConvertTime(context.Now, zone).DateTime;
        return
        [
            .. rules
                .Where(rule => (rule.From is null || rule.From.Begins(zone) <= context.Now)
                    && (rule.Until is null || context.Now < rule.Until.Ends(zone))
                    && (rule.When is null || rule.When.Holds(context, local)))
                .OrderByDescending(rule => rule.Priority),
        ];
    }
}
