using System.Globalization;
using System.Text.RegularExpressions;
using AssistantLoop.Chat.Actions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Retrieval.Search;
using Microsoft.Extensions.AI;

namespace AssistantLoop.Bench.SampleTraining;

/// <summary>Makes a sample of an entry: searches and assembles the prompt as for a visitor, and numbers the citations.</summary>
/// <param name="source">The file that the entries stand in.</param>
/// <param name="profile">The business; an entry's own rules and terms take the place of its.</param>
/// <param name="search">The search over its documents.</param>
/// <param name="prompts">Assembles prompts.</param>
/// <param name="prompt">The prompt template.</param>
/// <param name="style">The style template.</param>
internal sealed partial class SampleWriter(
    SourceFile source, BusinessProfile profile, PassageSearch search, PromptBuilder prompts, PromptTemplate prompt, StyleTemplate style)
{
    /// <summary>What could not be made, a line each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The prompt, the answer, and the worse answer where the entry has one.</summary>
    public async Task<(IReadOnlyList<SampleMessage> Prompt, SampleMessage Say, SampleMessage Not)> MakeAsync(
        SourceFile.Entry entry, CancellationToken cancellationToken)
    {
        PromptLines own = new(
            style.Instruction,
            [.. entry.Glossary.Select(name => source.Glossary[name])],
            [.. entry.Rules.Select(name => source.Rules[name])]);
        List<ChatMessage> talk = [];
        foreach (SourceFile.Turn turn in entry.Turns)
        {
            AssembledPrompt earlier = await AskAsync(own, talk, turn.Ask, turn.Say, cancellationToken);
            talk.Add(new(ChatRole.Assistant, Numbered(turn.Say, earlier.Passages, turn.Ask)));
        }

        AssembledPrompt last = await AskAsync(own, talk, entry.Ask, entry.Say, cancellationToken);
        return (
            [.. last.Messages.Select(Message)],
            new(SampleMessage.Assistant, Numbered(entry.Say, last.Passages, entry.Ask)),
            new(SampleMessage.Assistant, Numbered(entry.Not ?? "", last.Passages, entry.Ask)));
    }

    private async Task<AssembledPrompt> AskAsync(
        PromptLines own, List<ChatMessage> talk, string question, string say, CancellationToken cancellationToken)
    {
        string[] earlier = [.. talk.Where(turn => turn.Role == ChatRole.User).Select(turn => turn.Text)];
        SearchRequest request = new(profile.Tenant, question)
        {
            Earlier = earlier,
            LastAnswer = talk.LastOrDefault(turn => turn.Role == ChatRole.Assistant)?.Text,
        };
        SearchResult found = await search.SearchAsync(request, cancellationToken);
        // As for a visitor, but what the right answer cites is there though the judge is mistaken.
        IReadOnlyList<FoundPassage> passages = found.Judged.Count == 0 ? found.Passages :
        [
            .. found.Judged.Select(one => one.Found).Where(one =>
                found.Passages.Contains(one) || say.Contains($"[{one.Passage.Title}]", StringComparison.Ordinal)),
        ];
        talk.Add(new(ChatRole.User, question));
        // No action of the sample asks what time it is.
        TurnContext context = new(question, passages, DateTimeOffset.UnixEpoch) { Earlier = earlier };
        PromptLines lines = own with { Rules = [.. own.Rules, .. ActionPick.LinesOf(profile.Content, context)] };
        return prompts.Build(profile, prompt, lines, talk, passages);
    }

    private string Numbered(string answer, IReadOnlyList<FoundPassage> passages, string question) =>
        answer.StartsWith('{') ? answer : Title().Replace(answer, match =>
        {
            string title = match.Groups[1].Value;
            int at = passages.ToList().FindIndex(found => found.Passage.Title == title);
            if (at < 0)
            {
                Problems.Add($"\"{question}\" finds no passage \"{title}\" but {string.Join("; ", passages.Select(found => found.Passage.Title))}");
            }

            return string.Create(CultureInfo.InvariantCulture, $"[{at + 1}]");
        });

    // An earlier answer rests on passages that this prompt does not hold.
    private static SampleMessage Message(ChatMessage message) =>
        new(message.Role.Value, message.Text) { Weight = message.Role == ChatRole.Assistant ? 0 : null };

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Title();
}
