using System.Diagnostics.Metrics;
using AssistantLoop.Inference.Sampling;
using AssistantLoop.Inference.Scheduling;
using AssistantLoop.Models.Configuration;

namespace AssistantLoop.Inference.Tests.Scheduling;

public sealed class PromptLookupTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_followed_the_last_time_is_guessed()
    {
        PromptLookup lookup = new([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 9, 8, 7, 6, 50], 4);
        Assert.Null(lookup.Guess());
        lookup.Add(1);
        lookup.Add(2);
        Assert.Null(lookup.Guess());
        lookup.Add(3);
        Assert.Equal([9, 8, 7, 6], lookup.Guess()!);
    }

    [Fact]
    public void Guesses_that_fail_come_ever_more_seldom_until_one_comes_true()
    {
        PromptLookup lookup = new([1, 2, 3, 4, 5, 6, 1, 2, 3], 3);
        List<int> tries = [];
        for (int i = 0; i < 40; i++)
        {
            if (lookup.Guess() is not null)
            {
                tries.Add(i);
                lookup.Tell(right: 0);
            }
        }

        Assert.Equal([0, 2, 5, 10, 19, 36], tries);
        while (lookup.Guess() is null)
        {
        }

        lookup.Tell(right: 3);
        Assert.NotNull(lookup.Guess());
        Assert.NotNull(lookup.Guess());
    }

    [Theory]
    [InlineData(0f, false, 50)]
    [InlineData(0.05f, false, 50)]
    [InlineData(0f, true, 5)]
    public async Task Answers_are_the_same_with_guesses_and_without(float temperature, bool adapted, int least)
    {
        ModelConfig config = TinyModel.Config(ModelConfig.Llama);
        string folder = TinyModel.Write(_temporary["model"], config);
        string adapter = TinyAdapter.Write(_temporary["adapter"], config);
        using Guesses guesses = new($"guesses-{temperature}-{adapted}");
        foreach (int seed in Enumerable.Range(0, 12))
        {
            // A prompt that repeats itself, so that answers find places to quote.
            int[] part = TinyModel.Ids(8, seed);
            GenerationRequest request = new()
            {
                Prompt = [.. part, .. part, .. part[..4]],
                MaxTokens = 90,
                IdsOnly = true,
                EndTokens = [],
                AdapterId = adapted ? "a" : null,
                Tenant = guesses.Tenant,
                Sampling = new SamplingOptions { Temperature = temperature, Seed = seed },
            };
            Assert.Equal(await IdsAsync(folder, adapter, guess: 0, request), await IdsAsync(folder, adapter, guess: 5, request));
        }

        Assert.True(guesses.Right >= least, $"{guesses.Right} of {guesses.Guessed} guessed tokens came true");
        Assert.True(guesses.Right < guesses.Guessed, "No guess failed, so none was taken back.");
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<List<int>> IdsAsync(string folder, string adapter, int guess, GenerationRequest request)
    {
        await using Engine engine = Engine.Load(new EngineOptions
        {
            ModelFolder = folder,
            CacheFolder = _temporary["cache"],
            Slots = 2,
            Threads = 1,
            GuessTokens = guess,
        });
        engine.AddAdapter("a", adapter);
        List<int> ids = [];
        await foreach (GeneratedToken token in engine.GenerateAsync(request, Stop))
        {
            ids.Add(token.Id);
        }

        return ids;
    }

    /// <summary>What the engine's meter counts of one tenant's guesses.</summary>
    private sealed class Guesses : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _guessed;
        private long _right;

        public Guesses(string tenant)
        {
            Tenant = tenant;
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("assistantloop.tokens.guessed", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            {
                if (tags.ToArray().Any(tag => tag.Value is string of && of == tenant))
                {
                    Interlocked.Add(ref instrument.Name.EndsWith("right", StringComparison.Ordinal) ? ref _right : ref _guessed, value);
                }
            });
            _listener.Start();
        }

        public string Tenant { get; }

        public long Guessed => Interlocked.Read(ref _guessed);

        public long Right => Interlocked.Read(ref _right);

        public void Dispose() => _listener.Dispose();
    }
}
