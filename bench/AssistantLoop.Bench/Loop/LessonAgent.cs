using AssistantLoop.App.Answers;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Bench.Loop;

/// <summary>
/// Visitors who ask and an agent who corrects each answer. Lessons stand in no document, so triage leaves their corrections
/// to the documents, and a new word that goes with the same new answer looks like planted feedback: the agent insists, as
/// the console lets one.
/// </summary>
internal sealed class LessonAgent(SampleLoop loop)
{
    private const string Agent = AgentAuthor.First;
    private const int All = 1_000;

    /// <summary>Asks the lessons' questions, in an order that the seed gives, and corrects the answers.</summary>
    /// <returns>How many corrections were filed; an answer that is right already gets none.</returns>
    public async Task<int> TeachAsync(IReadOnlyList<LessonFile.Lesson> lessons, int seed, CancellationToken cancellationToken)
    {
        (string Question, string Right)[] all =
            [.. lessons.SelectMany(lesson => lesson.Ask.Select(question => (question, lesson.Answer)))];
        new Random(seed).Shuffle(all);
        int filed = 0;
        foreach ((string question, string right) in all)
        {
            Message answer = await AskAsync($"visitor-{filed}", question, cancellationToken);
            if (answer.Text != right)
            {
                await loop.Get<FeedbackStore>().CorrectAsync(loop.Profile.Tenant, answer.Id, Agent, right, cancellationToken);
                filed++;
            }
        }

        return filed;
    }

    /// <summary>Says that what triage leaves to the documents is for the model to learn all the same.</summary>
    /// <returns>How many corrections that were.</returns>
    public async Task<int> OverruleAsync(CancellationToken cancellationToken)
    {
        TriageStore triage = loop.Get<TriageStore>();
        await loop.Get<TriageAll>().RunAsync(loop.Profile.Tenant, cancellationToken);
        int overruled = 0;
        foreach (TriageResult result in await triage.ListAsync(loop.Profile.Tenant, All, cancellationToken))
        {
            if (result.Cause is FaultCause.MissingDocument or FaultCause.RetrievalMiss)
            {
                await triage.OverruleAsync(
                    loop.Profile.Tenant, result.MessageId, FaultCause.Behaviour, Agent, cancellationToken);
                overruled++;
            }
        }

        return overruled;
    }

    /// <summary>Confirms all that the agent gave.</summary>
    /// <returns>How many corrections would have been in quarantine without.</returns>
    public async Task<int> ConfirmAsync(CancellationToken cancellationToken)
    {
        SampleReader reader = new();
        Sample[] samples =
        [
            .. (await loop.Get<PreferencePairs>().ReadAfterAsync(loop.Profile.Tenant, Guid.Empty, All, cancellationToken))
                .Select(reader.Read),
        ];
        AssembledFeedback assembled = AssembledFeedback.Of(samples, [], DataSetRules.Default, cancellationToken);
        await loop.Get<PairDecisions>().DecideIdentityAsync(
            loop.Profile.Tenant, Agent, PairDecision.Confirmed, "lessons", Agent, cancellationToken);
        return assembled.Ledger.Values.Count(entry => entry.Outcome == SampleOutcome.Quarantined);
    }

    private async Task<Message> AskAsync(string visitor, string question, CancellationToken cancellationToken)
    {
        ConversationStore conversations = loop.Get<ConversationStore>();
        Conversation conversation = await conversations.CreateAsync(loop.Profile.Tenant, visitor, cancellationToken);
        Asked asked = await loop.Get<AnswerJobs>().AskAsync(conversation.Id, "1", question, cancellationToken);
        await foreach (AnswerEvent _ in loop.Get<AnswerFollower>().FollowAsync(asked.Answer.Id, 0, cancellationToken))
        {
            // To its end.
        }

        return (await conversations.MessageAsync(loop.Profile.Tenant, asked.Answer.Id, cancellationToken))!;
    }
}
