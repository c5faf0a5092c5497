using System.Text;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Triage;

public sealed class TriageRuleTests(ITestOutputHelper output) : TriageTest
{
    [Fact]
    public async Task Answers_with_a_known_fault_are_sorted_by_it() =>
        await SortAsync(TriageExamples.All, TriageExamples.All.Count);

    [Fact]
    public async Task Answers_that_the_rule_was_not_made_for_are_mostly_sorted_right() =>
        await SortAsync(TriageExamples.Unseen, 12);

    private async Task SortAsync(IReadOnlyList<TriageExample> all, int fewestRight)
    {
        await IngestAsync(TriageExamples.Documents);
        Dictionary<Guid, TriageExample> examples = [];
        foreach (TriageExample example in all)
        {
            Guid answer = await AnswerAsync(example.Question, example.Answer, example.Prompt);
            examples[answer] = example;
            await Feedback.RateAsync(Tenant, answer, "visitor", RatingDirection.Down, example.Reason, Token);
            foreach (string label in example.Labels)
            {
                await Feedback.FlagAsync(Tenant, answer, "agent", label, Token);
            }

            if (example.Correction is { } right)
            {
                await Feedback.CorrectAsync(Tenant, answer, "agent", right, Token);
            }
        }

        Assert.Equal(examples.Count, await Triage.RunAsync(Tenant, Token));

        StringBuilder wrong = new();
        SortedDictionary<string, int> table = new(StringComparer.Ordinal);
        foreach (TriageResult result in await Store.ListAsync(Tenant, 1000, Token))
        {
            TriageExample example = examples[result.MessageId];
            string cell = $"{example.Cause?.ToString() ?? "undecided"} -> {result.Cause?.ToString() ?? "undecided"}";
            table[cell] = table.GetValueOrDefault(cell) + 1;
            if (example.Cause != result.Cause)
            {
                wrong.AppendLine($"{cell}: {example.Question} | {example.Answer} | {example.Correction} | {result.Evidence}");
            }
        }

        output.WriteLine(string.Join('\n', table.Select(cell => $"{cell.Value,3} {cell.Key}")));
        output.WriteLine(wrong.ToString());
        int hits = all.Count - wrong.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.True(hits >= fewestRight, $"{hits} of {all.Count} are right.\n{wrong}");
    }
}
