using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Learning.Tests.Triage;

public sealed class KnowledgeGapsTests : TriageTest
{
    private KnowledgeGaps Gaps => new(Store);

    [Fact]
    public async Task Questions_of_one_kind_are_one_gap_with_the_right_answer_and_what_to_do()
    {
        await IngestAsync(TriageExamples.Documents);
        await BadAsync("Do you ship to Iceland?", "Yes, shipping to Iceland costs 29 euros.");
        await BadAsync("Does shipping to Iceland work?", null);
        await BadAsync("How do I quit?", "Members may end the contract at any time in their account under Settings.");
        Guid mended = await BadAsync("How many parking places are behind the shop?", "There are 12 parking places behind the shop.");

        Assert.Equal(4, await Triage.RunAsync(Tenant, Token));
        IReadOnlyList<KnowledgeGap> gaps = await Gaps.ReadAsync(Tenant, Token);

        Assert.Equal(3, gaps.Count);
        Assert.Equal((2, FaultCause.MissingDocument, "Yes, shipping to Iceland costs 29 euros."), (gaps[0].Count, gaps[0].Cause, gaps[0].RightAnswer));
        Assert.Equal(FaultCause.RetrievalMiss, gaps[1].Cause);
        Assert.Contains("club.md: Finch Club > Cancel", gaps[1].ToDo, StringComparison.Ordinal);
        Assert.Equal((true, mended), (gaps[2].IsMended, gaps[2].MessageIds.Single()));
    }

    [Fact]
    public async Task A_gap_closes_when_the_document_is_written()
    {
        await IngestAsync(TriageExamples.Documents);
        await BadAsync("Do you ship to Iceland?", "Yes, shipping to Iceland costs 29 euros.");
        await Triage.RunAsync(Tenant, Token);
        Assert.False(Assert.Single(await Gaps.ReadAsync(Tenant, Token)).IsMended);
        Assert.Equal(0, await Triage.RunAsync(Tenant, Token));

        await IngestAsync(new Dictionary<string, string> { ["iceland.md"] = "# Iceland\n\nWe ship to Iceland. Shipping to Iceland costs 29 euros." });

        Assert.Equal(1, await Triage.RunAsync(Tenant, Token));
        KnowledgeGap gap = Assert.Single(await Gaps.ReadAsync(Tenant, Token));
        Assert.Equal((FaultCause.RetrievalMiss, true), (gap.Cause, gap.IsMended));
        Assert.Equal(FaultCause.RetrievalMiss, Assert.Single(await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10, Token), pair => pair.Kind == PairKind.Correction).Cause);
    }

    private async Task<Guid> BadAsync(string question, string? right)
    {
        Guid answer = await AnswerAsync(question, "I do not know.");
        await Feedback.FlagAsync(Tenant, answer, "agent", "missing-knowledge", Token);
        if (right is not null)
        {
            await Feedback.CorrectAsync(Tenant, answer, "agent", right, Token);
        }

        return answer;
    }
}
