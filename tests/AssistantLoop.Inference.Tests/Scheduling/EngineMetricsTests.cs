using System.Diagnostics.Metrics;
using AssistantLoop.Inference.Scheduling;

namespace AssistantLoop.Inference.Tests.Scheduling;

/// <summary>Measurements over a clock on which each step of the model takes ten milliseconds.</summary>
public sealed class EngineMetricsTests
{
    private const double StepSeconds = 0.01;

    [Fact]
    public async Task A_tenants_waiting_reading_and_writing_are_measured()
    {
        using Measurements measured = new("metrics-a");
        await RunAsync(queueLimit: 8, async (scheduler, asked) =>
        {
            // One slot: the second waits while the first is read in two chunks and writes three tokens, two of them in steps.
            Answer first = Ask(scheduler, prompt: 6, count: 3, "metrics-a");
            Answer second = Ask(scheduler, prompt: 3, count: 2, "metrics-a");
            asked.Set();
            await first.Output.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
            await second.Output.ReadAllAsync(TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        });

        Assert.Equal([0, 4 * StepSeconds], measured["assistantloop.queue.time"], Close);
        Assert.Equal([2 * StepSeconds, 5 * StepSeconds], measured["gen_ai.server.time_to_first_token"], Close);
        Assert.Equal([StepSeconds, StepSeconds, StepSeconds], measured["gen_ai.server.time_per_output_token"], Close);
        Assert.Equal(9, measured["assistantloop.tokens.input"].Sum());
        Assert.Equal(5, measured["assistantloop.tokens.output"].Sum());
        Assert.Empty(measured["assistantloop.requests.refused"]);
    }

    [Fact]
    public async Task A_refusal_is_counted_for_the_tenant_that_was_refused()
    {
        using Measurements measured = new("metrics-b");
        await RunAsync(queueLimit: 1, async (scheduler, asked) =>
        {
            Ask(scheduler, prompt: 2, count: 1, "metrics-c");
            while (scheduler.Active == 0)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            Ask(scheduler, prompt: 2, count: 1, "metrics-c");
            Assert.Throws<EngineOverloadedException>(() => Ask(scheduler, prompt: 2, count: 1, "metrics-b"));
            asked.Set();
        });

        Assert.Equal([1], measured["assistantloop.requests.refused"]);
        Assert.Empty(measured["assistantloop.tokens.input"]);
    }

    private static async Task RunAsync(int queueLimit, Func<Scheduler, ManualResetEventSlim, Task> ask)
    {
        RememberingModel model = new(slots: 1);
        SteppedTime time = new();
        using ManualResetEventSlim asked = new();
        model.Before = _ =>
        {
            asked.Wait(TestContext.Current.CancellationToken);
            time.Advance(StepSeconds);
        };
        await using Scheduler scheduler = new(
            new EngineOptions { ModelFolder = "", CacheFolder = "", Slots = 1, PrefillChunk = 4, QueueLimit = queueLimit },
            model.Run, model.Move, time);
        try
        {
            await ask(scheduler, asked);
        }
        finally
        {
            // The model waits for it, and the scheduler's end for the model.
            asked.Set();
        }
    }

    private static Answer Ask(Scheduler scheduler, int prompt, int count, string tenant)
    {
        Answer answer = new(
            new GenerationRequest { Prompt = [.. Enumerable.Range(1, prompt)], IdsOnly = true, Tenant = tenant },
            null, null, [], count, constraint: null, CancellationToken.None);
        scheduler.Add(answer);
        return answer;
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;

    private sealed class SteppedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public void Advance(double seconds) => Interlocked.Add(ref _now, TimeSpan.FromSeconds(seconds).Ticks);
    }

    /// <summary>What the engine's meter said of one tenant.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Lock _lock = new();
        private readonly List<(string Name, double Value)> _all = [];

        public Measurements(string tenant)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == EngineMetrics.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, tenant));
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, tenant));
            _listener.Start();
        }

        public double[] this[string name]
        {
            get
            {
                lock (_lock)
                {
                    return [.. _all.Where(one => one.Name == name).Select(one => one.Value)];
                }
            }
        }

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string tenant)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Value is string of && of == tenant)
                {
                    lock (_lock)
                    {
                        _all.Add((instrument.Name, value));
                    }
                }
            }
        }
    }
}
