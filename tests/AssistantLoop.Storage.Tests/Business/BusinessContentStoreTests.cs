using AssistantLoop.Storage.Business;

namespace AssistantLoop.Storage.Tests.Business;

public sealed class BusinessContentStoreTests : StorageTest
{
    private BusinessContentStore Store => new(Database);

    [Fact]
    public async Task The_newest_revision_of_each_kind_is_current_and_a_tenant_sees_its_own()
    {
        await SaveAsync("rules", "one");
        await SaveAsync("rules", "two");
        await SaveAsync("glossary", "three");
        await Store.SaveAsync(Other, "rules", "theirs", "h", "owner", null, Token);

        Assert.Equal(
            [("glossary", 1, "three"), ("rules", 2, "two")],
            (await Store.CurrentAsync(Tenant, Token)).Select(saved => (saved.Kind, saved.Revision, saved.Yaml)));
        Assert.Equal("one", (await Store.FindAsync(Tenant, "rules", 1, Token))!.Yaml);
        Assert.Null(await Store.FindAsync(Other, "glossary", null, Token));
        Assert.Equal(3, await Store.CountAsync(Tenant, Token));
    }

    [Fact]
    public async Task A_save_on_top_of_an_older_revision_is_refused_and_names_who_was_first()
    {
        await SaveAsync("rules", "one");

        var error = await Assert.ThrowsAsync<ConflictException>(
            () => Store.SaveAsync(Tenant, "rules", "two", "h", "late", 0, Token));

        Assert.Contains("saved by owner", error.Message, StringComparison.Ordinal);
        Assert.Single(await Store.HistoryAsync(Tenant, "rules", 10, Token));
    }

    [Fact]
    public async Task The_hash_of_a_saved_style_is_known_and_that_of_other_content_is_none()
    {
        await Store.SaveAsync(Tenant, "styles/plain", "x", "style-hash", "owner", null, Token);
        await Store.SaveAsync(Tenant, "rules", "x", "rule-hash", "owner", null, Token);

        Assert.True(await Store.IsSavedStyleAsync(Tenant, "style-hash", Token));
        Assert.False(await Store.IsSavedStyleAsync(Tenant, "rule-hash", Token));
        Assert.False(await Store.IsSavedStyleAsync(Other, "style-hash", Token));
    }

    [Fact]
    public async Task A_trace_is_kept_with_its_answer_and_goes_with_it()
    {
        var answer = await AnsweredAsync();
        AnswerTraces traces = new(Database);
        await traces.KeepAsync(Tenant, answer.Id, """{"rules":["a"]}""", Token);

        Assert.Equal("""{"rules":["a"]}""", await traces.FindAsync(Tenant, answer.Id, Token));
        Assert.Null(await traces.FindAsync(Other, answer.Id, Token));
        Tamper("PRAGMA foreign_keys = ON; DELETE FROM conversations WHERE id = @id", new { id = answer.ConversationId.ToString() });
        Assert.Null(await traces.FindAsync(Tenant, answer.Id, Token));
    }

    private Task<ContentRevision> SaveAsync(string kind, string yaml) =>
        Store.SaveAsync(Tenant, kind, yaml, "hash", "owner", null, Token);
}
