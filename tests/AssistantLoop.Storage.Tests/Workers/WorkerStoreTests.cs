using AssistantLoop.Storage.Workers;

namespace AssistantLoop.Storage.Tests.Workers;

public sealed class WorkerStoreTests : StorageTest
{
    private WorkerStore Store => new(Database);

    [Fact]
    public async Task A_worker_lives_while_it_beats()
    {
        await Store.BeatAsync("w1", "host", 10, Token);
        Time.Advance(TimeSpan.FromSeconds(20));
        await Store.BeatAsync("w2", "host", 11, Token);
        Time.Advance(TimeSpan.FromSeconds(20));

        var live = await Store.LiveAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(("w2", 11), (live.Single().Id, live.Single().ProcessId));
    }

    [Fact]
    public async Task A_restarted_worker_starts_anew()
    {
        await Store.BeatAsync("w", "host", 10, Token);
        Time.Advance(TimeSpan.FromSeconds(5));
        await Store.BeatAsync("w", "host", 10, Token);
        var same = (await Store.LiveAsync(TimeSpan.FromMinutes(1), Token)).Single();

        await Store.BeatAsync("w", "host", 12, Token);

        var restarted = (await Store.LiveAsync(TimeSpan.FromMinutes(1), Token)).Single();
        Assert.Equal(TimeSpan.FromSeconds(5), same.LastSeen - same.StartedAt);
        Assert.Equal(Time.GetUtcNow(), restarted.StartedAt);
    }

    [Fact]
    public async Task A_worker_that_stopped_in_order_is_off_the_list()
    {
        await Store.BeatAsync("w", "host", 10, Token);

        await Store.RemoveAsync("w", Token);

        Assert.Empty(await Store.LiveAsync(TimeSpan.FromMinutes(1), Token));
    }
}
