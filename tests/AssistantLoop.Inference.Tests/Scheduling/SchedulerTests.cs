using AssistantLoop.Inference.Scheduling;

namespace AssistantLoop.Inference.Tests.Scheduling;

public sealed class SchedulerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_of_different_lengths_that_come_and_go_are_as_if_each_were_alone()
    {
        var model = new RememberingModel(slots: 3);
        using var gate = new ManualResetEventSlim();
        model.Before = _ => gate.Wait(Stop);
        await using Scheduler scheduler = Start(model, slots: 3, chunk: 4);
        var random = new Random(5);
        var cases = Enumerable.Range(0, 40).Select(i => (
            Prompt: Enumerable.Range(0, 1 + random.Next(15)).Select(_ => random.Next(90)).ToArray(),
            Count: 1 + random.Next(20))).ToList();

        List<Answer> answers = [.. cases.Select(c => Ask(scheduler, c.Prompt, c.Count))];
        gate.Set();

        for (int i = 0; i < cases.Count; i++)
        {
            List<int> ids = await ReadAll(answers[i]);
            Assert.Equal(RememberingModel.Answer(cases[i].Prompt, cases[i].Count), ids);
        }

        Assert.All(model.Steps, step => Assert.InRange(step.Slot + step.Rows, 1, 3));
        Assert.Contains(model.Steps, step => step.Rows == 3);
    }

    [Fact]
    public async Task A_long_prompt_is_read_in_chunks_between_the_tokens_of_the_others()
    {
        var model = new RememberingModel(slots: 2);
        using var first = new SemaphoreSlim(0);
        model.Before = step =>
        {
            if (step.Rows == 1 && step.Totals[0] == 2)
            {
                first.Wait(Stop);
            }
        };
        await using Scheduler scheduler = Start(model, slots: 2, chunk: 4);
        Answer streaming = Ask(scheduler, [1], 20);
        Answer reading = Ask(scheduler, [.. Enumerable.Range(0, 16)], 1);
        first.Release();
        await ReadAll(streaming);
        await ReadAll(reading);

        List<Step> steps = model.Steps;
        int[] chunks = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Length == 4)];
        Assert.Equal(4, chunks.Length);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.Equal(2, pair.Second - pair.First));
        Assert.Equal([false, false, false, true], chunks.Select(i => steps[i].WantsLogits));
    }

    [Fact]
    public async Task An_abandoned_answer_gives_its_slot_back_within_one_step()
    {
        var model = new RememberingModel(slots: 1);
        await using Scheduler scheduler = Start(model, slots: 1);
        using var cancellation = new CancellationTokenSource();
        Answer endless = Ask(scheduler, [1, 2], 100_000, cancellationToken: cancellation.Token);
        await endless.Output.ReadAsync(Stop);
        int before = 0;
        model.Before = _ =>
        {
            cancellation.Cancel();
            before = before == 0 ? model.Steps.Count : before;
        };

        List<int> next = await ReadAll(Ask(scheduler, [7], 3));

        Assert.Equal(RememberingModel.Answer([7], 3), next);
        Assert.Equal(before + 3, model.Steps.Count);
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReadAll(endless));
        Assert.Equal(0, scheduler.Active);
    }

    [Fact]
    public async Task A_prompt_that_is_abandoned_while_it_is_read_gives_its_slot_back()
    {
        var model = new RememberingModel(slots: 1);
        await using Scheduler scheduler = Start(model, slots: 1, chunk: 1);
        using var cancellation = new CancellationTokenSource();
        model.Before = step =>
        {
            if (step.Totals[0] == 3)
            {
                cancellation.Cancel();
            }
        };
        Answer cancelled = Ask(scheduler, [.. Enumerable.Range(0, 50)], 1, cancellationToken: cancellation.Token);
        await Assert.ThrowsAsync<OperationCanceledException>(() => ReadAll(cancelled));
        Assert.Equal(3, model.Steps.Count);
    }

    [Fact]
    public async Task A_full_queue_refuses_with_the_time_to_wait()
    {
        var model = new RememberingModel(slots: 1);
        using var gate = new ManualResetEventSlim();
        model.Before = _ => gate.Wait(Stop);
        await using Scheduler scheduler = Start(model, slots: 1, queueLimit: 2);
        List<Answer> taken = [Ask(scheduler, [1], 2), Ask(scheduler, [2], 2), Ask(scheduler, [3], 2)];

        EngineOverloadedException refused = Assert.Throws<EngineOverloadedException>(() =>
        {
            // One may slip in while the first moves from the queue to its slot.
            for (int i = 0; i < 2; i++)
            {
                taken.Add(Ask(scheduler, [4], 2));
            }
        });

        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1));
        gate.Set();
        foreach (Answer answer in taken)
        {
            Assert.Equal(2, (await ReadAll(answer)).Count);
        }

        Assert.Equal(2, (await ReadAll(Ask(scheduler, [5], 2))).Count);
    }

    [Fact]
    public async Task Prompts_that_wait_are_bounded_by_their_tokens()
    {
        var model = new RememberingModel(slots: 1);
        using var gate = new ManualResetEventSlim();
        model.Before = _ => gate.Wait(Stop);
        await using Scheduler scheduler = new(
            Options(1, 128, 64) with { QueueTokenLimit = 10 }, model.Run, model.Move, TimeProvider.System);
        Answer working = Ask(scheduler, [1], 1);
        await WaitUntil(() => scheduler.Waiting == 0);
        Answer alone = Ask(scheduler, [.. Enumerable.Range(0, 30)], 1);
        Assert.Throws<EngineOverloadedException>(() => Ask(scheduler, [1], 1));
        gate.Set();
        await ReadAll(working);
        await ReadAll(alone);
        Assert.Single(await ReadAll(Ask(scheduler, [1], 1)));
    }

    [Fact]
    public async Task A_tenant_that_floods_the_queue_does_not_keep_another_waiting()
    {
        var model = new RememberingModel(slots: 1);
        using var gate = new ManualResetEventSlim();
        model.Before = _ => gate.Wait(Stop);
        await using Scheduler scheduler = Start(model, slots: 1);
        List<Answer> flood = [.. Enumerable.Range(0, 10).Select(_ => Ask(scheduler, [1, 2], 2, tenant: "flood"))];
        Answer quiet = Ask(scheduler, [50], 2, tenant: "quiet");
        gate.Set();
        await ReadAll(quiet);
        await Task.WhenAll(flood.Select(ReadAll));

        int[] begun = [.. model.Steps.Where(step => step.Totals[0] == step.Length).Select(step => (int)step.Ids[0])];
        Assert.InRange(Array.IndexOf(begun, 50), 0, 2);
        Assert.Equal(11, begun.Length);
    }

    [Fact]
    public async Task Tenants_share_tokens_by_their_weights()
    {
        var model = new RememberingModel(slots: 1);
        using var gate = new ManualResetEventSlim();
        model.Before = _ => gate.Wait(Stop);
        await using Scheduler scheduler = Start(model, slots: 1);
        // Each answer is four tokens. With weights of 3 and 1, the first 12 answers are 9 of the one and 3 of the other.
        List<Answer> answers = [.. Enumerable.Range(0, 12).SelectMany(_ => new[]
        {
            Ask(scheduler, [1, 2], 3, tenant: "heavy", weight: 3), Ask(scheduler, [50, 2], 3, tenant: "light"),
        })];
        gate.Set();
        await Task.WhenAll(answers.Select(ReadAll));

        int[] begun = [.. model.Steps.Where(step => step.Totals[0] == step.Length).Select(step => (int)step.Ids[0])];
        Assert.InRange(begun.Take(12).Count(id => id == 1), 8, 10);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_nobody_up()
    {
        var model = new RememberingModel(slots: 2);
        await using Scheduler scheduler = Start(model, slots: 2);
        Answer unread = Ask(scheduler, [1], 50);
        Assert.Equal(5_000, (await ReadAll(Ask(scheduler, [2], 5_000))).Count);
        Assert.Equal(RememberingModel.Answer([1], 50), await ReadAll(unread));
    }

    [Fact]
    public async Task A_fault_in_one_step_ends_the_answers_in_it_and_the_engine_lives()
    {
        var model = new RememberingModel(slots: 2);
        await using Scheduler scheduler = Start(model, slots: 2);
        model.Before = step =>
        {
            if (step.Totals.Contains(6))
            {
                throw new InvalidOperationException("the device is gone");
            }
        };

        EngineFaultException fault =
            await Assert.ThrowsAsync<EngineFaultException>(() => ReadAll(Ask(scheduler, [1], 20)));
        Assert.Equal("The model failed in one step: the device is gone", fault.Message);
        await Assert.ThrowsAsync<EngineFaultException>(() => ReadAll(Ask(scheduler, [1, 2, 3, 4, 5, 6], 20)));
        Assert.Equal(RememberingModel.Answer([1], 4), await ReadAll(Ask(scheduler, [1], 4)));
    }

    [Fact]
    public async Task Logits_that_are_not_numbers_end_one_answer_alone()
    {
        var model = new RememberingModel(slots: 2);
        await using var scheduler = new Scheduler(Options(2, 128, 64), step =>
        {
            Span<float> logits = model.Run(step);
            for (int row = 0; row < step.Rows; row++)
            {
                logits[row * RememberingModel.Vocabulary] = step.Totals[row] == 6 ? float.NaN : 0;
            }

            return logits;
        }, model.Move, TimeProvider.System);
        Answer other = Ask(scheduler, [1, 2, 3, 4, 5, 6, 7], 30);
        await Assert.ThrowsAsync<EngineFaultException>(() => ReadAll(Ask(scheduler, [1], 30)));
        Assert.Equal(30, (await ReadAll(other)).Count);
    }

    [Fact]
    public async Task An_end_token_ends_the_answer_and_is_its_last_token()
    {
        List<int> full = RememberingModel.Answer([1], 6);
        var model = new RememberingModel(slots: 1);
        await using Scheduler scheduler = Start(model, slots: 1);
        Answer answer = NewAnswer([1], 6, [full[3]], "", 1, CancellationToken.None);
        scheduler.Add(answer);
        List<GeneratedToken> tokens = await answer.Output.ReadAllAsync(Stop).ToListAsync(Stop);
        Assert.Equal(full[..4], tokens.Select(token => token.Id));
        Assert.Equal([null, null, null, GenerationEnd.EndToken], tokens.Select(token => token.End));
    }

    [Fact]
    public async Task Stopping_ends_what_is_in_work_and_what_waits()
    {
        var model = new RememberingModel(slots: 1);
        Scheduler scheduler = Start(model, slots: 1);
        Answer working = Ask(scheduler, [1], 1_000_000);
        Answer waiting = Ask(scheduler, [1], 10);
        await working.Output.ReadAsync(Stop);
        await scheduler.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAll(working));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAll(waiting));
        Assert.Throws<ObjectDisposedException>(() => Ask(scheduler, [1], 1));
    }

    private static Scheduler Start(RememberingModel model, int slots, int chunk = 128, int queueLimit = 64) =>
        new(Options(slots, chunk, queueLimit), model.Run, model.Move, TimeProvider.System);

    private static EngineOptions Options(int slots, int chunk, int queueLimit) => new()
    {
        ModelFolder = "",
        CacheFolder = "",
        Slots = slots,
        PrefillChunk = chunk,
        QueueLimit = queueLimit,
    };

    private static Answer Ask(
        Scheduler scheduler, int[] prompt, int count, string tenant = "", double weight = 1,
        CancellationToken cancellationToken = default)
    {
        Answer answer = NewAnswer(prompt, count, [], tenant, weight, cancellationToken);
        scheduler.Add(answer);
        return answer;
    }

    private static Answer NewAnswer(
        int[] prompt, int count, int[] ends, string tenant, double weight, CancellationToken cancellationToken) =>
        new(
            new GenerationRequest { Prompt = prompt, IdsOnly = true, Tenant = tenant, Weight = weight },
            null, null, ends, count, constraint: null, cancellationToken);

    private static async Task WaitUntil(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(1, Stop);
        }
    }

    private static async Task<List<int>> ReadAll(Answer answer)
    {
        List<int> ids = [];
        await foreach (GeneratedToken token in answer.Output.ReadAllAsync(Stop))
        {
            ids.Add(token.Id);
        }

        return ids;
    }
}
