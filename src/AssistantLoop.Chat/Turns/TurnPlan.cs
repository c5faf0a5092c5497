using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Glossary;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Rules;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Chat.Turns;

/// <summary>What of the business's content goes into one turn's prompt, and by which of it the answer is checked.</summary>
/// <param name="Lines">The prompt's lines.</param>
/// <param name="Style">The style of the turn's language and channel.</param>
/// <param name="Check">What is checked of its style.</param>
/// <param name="Rules">The ids of the rules in the prompt.</param>
/// <param name="Terms">The glossary's terms in it.</param>
/// <param name="Dropped">The ids of rules that held and found no room.</param>
/// <param name="OffersActions">Whether the prompt offers an action.</param>
internal sealed record TurnPlan(
    PromptLines Lines,
    StyleForm Style,
    StyleCheck Check,
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> Terms,
    IReadOnlyList<string> Dropped,
    bool OffersActions)
{
    /// <summary>The most characters of rules and glossary: passages need room too.</summary>
    private const int MostCharacters = 1600;

    public static TurnPlan Of(
        BusinessProfile profile, BusinessContent content, StyleTemplate style, TurnContext context, IReadOnlyList<string> given)
    {
        StyleForm form = style.For(context.Language, context.Channel);
        List<string> rules = [], ids = [], dropped = [];
        int room = MostCharacters;
        foreach (BusinessRule rule in RulePick.Of(content.Rules, context, content.Zone))
        {
            if (ids.Count < RulePick.Most && rule.Text.Length <= room)
            {
                room -= rule.Text.Length;
                ids.Add(rule.Id);
                rules.Add(rule.Text);
            }
            else
            {
                dropped.Add(rule.Id);
            }
        }

        List<string> glossary = [], terms = [];
        foreach (GlossaryEntry entry in GlossaryPick.Of(content.Glossary, context))
        {
            string line = $"{entry.Term} = {entry.Meaning}";
            if (line.Length <= room)
            {
                room -= line.Length;
                terms.Add(entry.Term);
                glossary.Add(line);
                if (entry.Avoid.Count > 0)
                {
                    rules.Add($"Say \"{entry.Wording}\", not \"{entry.Avoid[0]}\".");
                }
            }
        }

        rules.AddRange(content.Limits.Select(limit => limit.Text).OfType<string>().Take(RulePick.Most));
        IReadOnlyList<string> actions = ActionPick.LinesOf(content, context);
        rules.AddRange(actions);
        return new(
            new(form.Text(profile, context.FirstTurn), glossary, [.. rules, .. given]),
            form, form.Check(profile, context.FirstTurn), ids, terms, dropped, actions.Count > 0);
    }

    /// <summary>The wordings that an answer must not use, what is said in their place, and whose they are.</summary>
    public IEnumerable<(string Avoided, string Wording, string Subject)> Wordings(BusinessContent content, TurnContext context) =>
        content.Glossary.Where(entry => context.Speaks(entry.Languages))
            .SelectMany(entry => entry.Avoid.Select(avoided => (avoided, entry.Wording, entry.Term)))
            .Concat(Style.Forbidden.Where(word => word.Instead is not null).Select(word => (word.Word, word.Instead!, word.Word)));
}
