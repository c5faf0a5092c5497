using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Generation;

namespace AssistantLoop.Training.OnPolicy;

/// <summary>Draws a model's answers as it stands, and asks what they are worth.</summary>
internal sealed class Answers(Decoder decoder, OnPolicyJob job)
{
    private readonly Sampler _sampler = new(decoder);
    private readonly SamplingOptions _drawn = new()
    {
        Answers = job.Recipe.Answers,
        Temperature = job.Recipe.Temperature,
        TopP = job.Recipe.TopP,
        MaxTokens = job.Recipe.MaxTokens,
        EndIds = job.Base.EndTokenIds,
    };

    /// <summary>A group of answers to one prompt.</summary>
    /// <exception cref="TrainingException">An answer's worth is no number.</exception>
    public AnswerGroup Draw(EncodedPrompt prompt, long seed, CancellationToken cancellationToken) =>
        Worth(prompt, _sampler.Sample(prompt.Ids, _drawn, seed, cancellationToken));

    /// <summary>The mean worth of the prompts' most probable answers.</summary>
    public double Greedy(IReadOnlyList<EncodedPrompt> prompts, CancellationToken cancellationToken)
    {
        SamplingOptions greedy = _drawn with { Answers = 1, Temperature = 0 };
        return prompts.Average(prompt =>
            Worth(prompt, _sampler.Sample(prompt.Ids, greedy, 0, cancellationToken)).Rewards[0]);
    }

    private AnswerGroup Worth(EncodedPrompt prompt, IReadOnlyList<IReadOnlyList<int>> answers)
    {
        double[] rewards = new double[answers.Count];
        for (int i = 0; i < rewards.Length; i++)
        {
            // Blanks before an answer are the template's, which writes its own when the text is read again.
            string text = job.Base.Tokenizer.Decode([.. answers[i]], skipSpecial: true).TrimStart();
            rewards[i] = job.Worth(prompt.Messages, text);
            if (!double.IsFinite(rewards[i])) throw new TrainingException($"An answer is worth {rewards[i]}: \"{text}\".");
        }

        return new AnswerGroup([.. answers.Select(ids => Text(prompt.Ids, ids))], rewards);
    }

    private static EncodedChat Text(int[] prompt, IReadOnlyList<int> answer) => new(
        [.. prompt, .. answer], [.. Enumerable.Range(0, prompt.Length + answer.Count).Select(i => i >= prompt.Length)]);
}

/// <summary>A prompt and its token ids, after which the assistant's answer begins.</summary>
internal sealed record EncodedPrompt(IReadOnlyList<SampleMessage> Messages, int[] Ids);

/// <summary>Answers to one prompt, the prompt before each, and what they are worth.</summary>
internal sealed record AnswerGroup(IReadOnlyList<EncodedChat> Texts, IReadOnlyList<double> Rewards);
