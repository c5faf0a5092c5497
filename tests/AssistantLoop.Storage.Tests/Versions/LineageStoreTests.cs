using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.DataSets;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Prompts;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Storage.Tests.Versions;

public sealed class LineageStoreTests : StorageTest
{
    private LineageStore Lineage => new(Database);

    private VersionStore Versions => new(Database);

    [Fact]
    public async Task A_conversation_leads_to_the_versions_that_answered_and_to_those_trained_on_it()
    {
        var (first, second, corrected) = await LoopAsync();

        var lineage = await Lineage.OfConversationAsync(Tenant, corrected.ConversationId, Token);

        Assert.Equal([(first.Id, 1, 1)], lineage.Answers.Select(a => (a.VersionId, a.VersionNumber, a.Answers)));
        var trace = Assert.Single(lineage.Feedback);
        Assert.Equal(("correction", corrected.Id, "set", second.Number),
            (trace.Kind, trace.MessageId, trace.DataSetHash, trace.VersionNumber));
    }

    [Fact]
    public async Task A_version_leads_to_the_conversations_it_answered_and_to_those_it_was_trained_on()
    {
        var (first, second, corrected) = await LoopAsync();

        Assert.Equal([(corrected.ConversationId, 1)],
            (await Lineage.AnsweredAsync(Tenant, first.Id, null, 10, Token)).Select(c => (c.Id, c.Count)));
        Assert.Equal([corrected.ConversationId],
            (await Lineage.TrainedOnAsync(Tenant, second.Id, null, 10, Token)).Select(c => c.Id));
        Assert.Empty(await Lineage.AnsweredAsync(Tenant, second.Id, null, 10, Token));
        Assert.Empty(await Lineage.TrainedOnAsync(Tenant, first.Id, null, 10, Token));
    }

    [Fact]
    public async Task Conversations_come_in_pages_that_neither_repeat_nor_skip()
    {
        var version = await AddAsync(null);
        List<Guid> all = [];
        for (var i = 0; i < 5; i++)
        {
            all.Add((await AnswerAsync(version.Id)).ConversationId);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        List<Guid> read = [];
        for (Guid? before = null; ;)
        {
            var page = await Lineage.AnsweredAsync(Tenant, version.Id, before, 2, Token);
            read.AddRange(page.Select(c => c.Id));
            if (page.Count < 2)
            {
                break;
            }

            before = page[^1].Id;
        }

        Assert.Equal(Enumerable.Reverse(all), read);
    }

    [Fact]
    public async Task The_graph_holds_versions_parents_data_sets_and_decisions()
    {
        var (first, second, _) = await LoopAsync();
        await Versions.PromoteAsync(Tenant, second.Id, "gate", "better", null, Token);

        var graph = await Lineage.GraphAsync(Tenant, 10, Token);

        Assert.Equal([(1, null), (2, first.Id)], graph.Versions.Select(v => (v.Number, v.ParentId)));
        Assert.Equal("set", Assert.Single(graph.DataSets).Hash);
        Assert.Equal(
            [(first.Id, "version.added"), (second.Id, "version.added"), (second.Id, "version.promoted")],
            graph.Decisions.Select(d => (d.VersionId, d.Action)));
    }

    [Fact]
    public async Task Another_tenant_sees_no_lineage()
    {
        var (first, second, corrected) = await LoopAsync();

        Assert.Empty((await Lineage.GraphAsync(Other, 10, Token)).Versions);
        Assert.Empty(await Lineage.AnsweredAsync(Other, first.Id, null, 10, Token));
        Assert.Empty(await Lineage.TrainedOnAsync(Other, second.Id, null, 10, Token));
        await Assert.ThrowsAsync<NotFoundException>(
            () => Lineage.OfConversationAsync(Other, corrected.ConversationId, Token));
    }

    private async Task<(AssistantVersion First, AssistantVersion Second, Message Corrected)> LoopAsync()
    {
        var first = await AddAsync(null);
        var answer = await AnswerAsync(first.Id);
        await new FeedbackStore(Database).CorrectAsync(Tenant, answer.Id, "agent", "Within 14 days [1].", Token);
        var pair = Assert.Single(await new PreferencePairs(Database).ReadAfterAsync(Tenant, Guid.Empty, 10, Token));
        await new DataSetStore(Database).AddAsync(
            Tenant,
            new DataSet { Hash = "set", Manifest = "{}", ArtefactHash = "a", TrainCount = 1, HeldOutCount = 0 },
            [pair.Id], [], null, Token);
        return (first, await AddAsync(first.Id, "set"), answer);
    }

    private Task<AssistantVersion> AddAsync(Guid? parent, string? dataSet = null) => Versions.AddAsync(
        Tenant,
        new NewVersion { BaseHash = "b", PromptHash = "p", StyleHash = "s", ParentId = parent, DataSetHash = dataSet },
        "owner", null, Token);

    private async Task<Message> AnswerAsync(Guid version)
    {
        var conversation = await Conversations.CreateAsync(Tenant, "visitor", Token);
        var asked = await Conversations.AskAsync(Tenant, conversation.Id, "c1", "How long can I return?", Token);
        var prompt = await new PromptStore(Database).KeepAsync(Tenant, "[\"p\"]", Token);
        await Conversations.SetProvenanceAsync(Tenant, asked.Answer.Id, version, prompt, "[]", Token);
        await Conversations.AppendAsync(Tenant, asked.Answer.Id, "Within 30 days [1].", Token);
        await Conversations.EndAsync(Tenant, asked.Answer.Id, MessageState.Complete, "stop", Token);
        return asked.Answer;
    }
}
