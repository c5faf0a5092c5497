using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Documents;
using AssistantLoop.Storage.Lists;
using AssistantLoop.Storage.Runs;

namespace AssistantLoop.Storage.Tests.Lists;

public sealed class ListTests : StorageTest
{
    private ConversationList Talks => new(Database);

    [Fact]
    public async Task Pages_give_each_row_once_and_tell_how_many_there_are()
    {
        List<Guid> asked = [];
        for (var i = 0; i < 7; i++)
        {
            asked.Add((await AnsweredAsync()).ConversationId);
        }

        List<Guid> seen = [];
        for (var page = 1; page <= 4; page++)
        {
            var given = await Talks.ReadAsync(Tenant, by: null, people: false, new() { Page = page, PageSize = 3, Sort = "messages" }, Token);
            Assert.Equal((7, page, 3), (given.Total, given.Page, given.PageSize));
            seen.AddRange(given.Items.Select(row => row.Id));
        }

        Assert.Equal(asked.Order(), seen.Order());
        Assert.Equal(0, (await Talks.ReadAsync(Other, by: null, people: false, new(), Token)).Total);
    }

    [Fact]
    public async Task A_conversation_tells_its_first_question_and_is_found_by_what_was_said()
    {
        var answer = await AnsweredAsync(answer: "It is 100 % refundable.");
        await AnsweredAsync(answer: "It is 1000 refundable.");

        var found = Assert.Single((await Talks.ReadAsync(Tenant, by: null, people: false, new() { Search = "100 %" }, Token)).Items);

        Assert.Equal((answer.ConversationId, "How long can I return?", 2), (found.Id, found.Question, found.Messages));
        Assert.Equal(2, (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Search = "RETURN?" }, Token)).Total);
        Assert.Equal(0, (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Search = "_" }, Token)).Total);
        Assert.Equal(0, (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Search = @"\" }, Token)).Total);
        Assert.Equal(0, (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Search = "' OR 1 = 1 --" }, Token)).Total);
    }

    [Fact]
    public async Task A_list_is_sorted_by_its_fields_alone()
    {
        var first = await AnsweredAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await AnsweredAsync();

        Assert.Equal([first.ConversationId, second.ConversationId], (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Sort = "createdAt" }, Token)).Items.Select(row => row.Id));
        Assert.Equal([second.ConversationId, first.ConversationId], (await Talks.ReadAsync(Tenant, by: null, people: false, new() { Sort = "-createdAt" }, Token)).Items.Select(row => row.Id));
        var refused = await Assert.ThrowsAsync<UnknownSortException>(
            () => Talks.ReadAsync(Tenant, by: null, people: false, new() { Sort = "id; DROP TABLE messages" }, Token));
        Assert.Equal("sort must be one of updatedAt, createdAt, messages, with - before it for downwards; given: id; DROP TABLE messages", refused.Message);
    }

    [Fact]
    public async Task Documents_are_listed_by_collection_with_their_passages()
    {
        DocumentStore store = new(Database);
        await store.ReplaceAsync(Tenant,
            [
                new(new() { Path = "b.md", Title = "Returns", ContentHash = "1" }, [new("Returns", "30 days.", "returns"), new("Returns", "By post.", "post")]),
                new(new() { Path = "uploads/a.md", Title = "Shipping", ContentHash = "2", Collection = "uploads" }, [new("Shipping", "4.90.", "shipping")]),
            ], Token);
        DocumentList list = new(Database);

        Assert.Equal([("b.md", 2), ("uploads/a.md", 1)], (await list.ReadAsync(Tenant, null, new() { Sort = "-passages" }, Token)).Items.Select(row => (row.Path, row.Passages)));
        Assert.Equal(["Shipping"], (await list.ReadAsync(Tenant, "uploads", new(), Token)).Items.Select(row => row.Title));
        Assert.Equal(["b.md"], (await list.ReadAsync(Tenant, null, new() { Search = "return" }, Token)).Items.Select(row => row.Path));
    }

    [Fact]
    public async Task Runs_are_listed_by_state_and_reason()
    {
        RunStore store = new(Database);
        var first = await store.EnqueueAsync(Tenant, new("sft", "{}", null, "agent", "20 new corrections"), Token);
        await store.RequestCancelAsync(Tenant, first.Id, "agent", Token);
        await store.EnqueueAsync(Tenant, new("sft", "{}", null, "schedule", "nightly"), Token);
        RunList list = new(Database);

        Assert.Equal(["20 new corrections"], (await list.ReadAsync(Tenant, RunState.Cancelled, new(), Token)).Items.Select(run => run.Reason));
        Assert.Equal(["nightly"], (await list.ReadAsync(Tenant, null, new() { Search = "night" }, Token)).Items.Select(run => run.Reason));
        Assert.Equal(0, (await list.ReadAsync(Other, null, new(), Token)).Total);
    }

    [Fact]
    public void A_ranked_list_keeps_its_order_where_rows_are_alike()
    {
        RowSorts<(string Name, int Rank)> sorts = new("-rank", ("rank", row => row.Rank), ("name", row => row.Name));

        var page = sorts.Page([("c", 1), ("a", 2), ("b", 2)], new() { PageSize = 2 });

        Assert.Equal(["a", "b"], page.Items.Select(row => row.Name));
        Assert.Equal(3, page.Total);
        Assert.Equal(["c"], sorts.Page([("c", 1), ("a", 2), ("b", 2)], new() { PageSize = 2, Page = 2 }).Items.Select(row => row.Name));
        Assert.Throws<UnknownSortException>(() => sorts.Page([], new() { Sort = "rank desc" }));
    }
}
