using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.App.Demo;

/// <summary>
/// Visitors who chat, rate by what they are known to like, and an agent who corrects what they did not; all through the
/// stores and jobs that real ones go through.
/// </summary>
internal sealed class Visitors(
    Population population, ConversationStore conversations, FeedbackStore feedback, AnswerJobs jobs, AnswerFollower answers, BusinessProfile profile)
{
    private const string Agent = "agent";
    private int _visitors;

    /// <summary>Lets each visit happen.</summary>
    /// <param name="visits">The visits.</param>
    /// <param name="round">The round, from 1, by which visitors know what they like.</param>
    /// <param name="labels">The topic by which the agent corrects each visit; the visit's own, or shuffled ones.</param>
    /// <param name="told">Is told of each visit as it ends.</param>
    /// <param name="cancellationToken">Stops between visits.</param>
    /// <returns>The share of answers that were liked.</returns>
    public async Task<double> ComeAsync(
        IReadOnlyList<Visit> visits, int round, IReadOnlyList<Topic> labels, Action told, CancellationToken cancellationToken)
    {
        int liked = 0;
        foreach ((Visit visit, Topic label) in visits.Zip(labels))
        {
            liked += await VisitAsync(visit, round, label, cancellationToken) ? 1 : 0;
            told();
        }

        return (double)liked / visits.Count;
    }

    private async Task<bool> VisitAsync(Visit visit, int round, Topic label, CancellationToken cancellationToken)
    {
        string visitor = $"visitor-{++_visitors}";
        Conversation conversation = await conversations.CreateAsync(profile.Tenant, visitor, cancellationToken);
        Asked asked = await jobs.AskAsync(conversation.Id, "1", visit.Question, cancellationToken);
        await foreach (AnswerEvent _ in answers.FollowAsync(asked.Answer.Id, 0, cancellationToken))
        {
            // To its end.
        }

        Message answer = (await conversations.MessageAsync(profile.Tenant, asked.Answer.Id, cancellationToken))!;
        (bool states, bool styled) = Judge(visit.Topic, round, answer);
        bool likes = states && styled;
        await feedback.RateAsync(
            profile.Tenant, answer.Id, visitor, likes ? RatingDirection.Up : RatingDirection.Down,
            likes ? null : "not what I asked for", cancellationToken);
        if (!likes)
        {
            int? number = PassageList.All(answer.Passages)
                .Where(passage => passage.Title == label.Source).Select(passage => (int?)passage.Number).FirstOrDefault();

            // What is right already stays as it is worded: an agent adds what is missing, and writes anew what is wrong.
            string right = states && label == visit.Topic
                ? population.WithHabits(answer.Text, round)
                : population.Right(label, number, round);
            if (right != answer.Text)
            {
                await feedback.CorrectAsync(profile.Tenant, answer.Id, Agent, right, cancellationToken);
            }
        }

        return likes;
    }

    // Whether an answer states the fact and cites its passage, and whether it has the habits that are liked.
    private (bool States, bool Styled) Judge(Topic topic, int round, Message answer)
    {
        SuiteCase wanted = new("", "", [topic.Fact], Cites: null);
        CaseResult measured = CaseMetrics.Measure(
            new Suite("visitors", "", population.LikedIn(round), [wanted]), wanted, new GivenAnswer(answer.Text, []));
        bool cited = PassageList.Cited(answer.Text, answer.Passages).Any(citation => citation.Title == topic.Source);
        return (cited && measured.Value(MetricNames.Accuracy) == 1, measured.Value(MetricNames.Style) == 1);
    }
}
