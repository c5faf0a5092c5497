using AssistantLoop.Storage.Audit;
using AssistantLoop.Storage.Erasure;
using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Erasure;

public sealed class ExportStoreTests : StorageTest
{
    [Fact]
    public async Task An_export_holds_all_that_a_visitor_left_and_the_audit_log_only_their_pseudonym()
    {
        var answer = await AnsweredAsync();
        await AnsweredAsync(Other);
        FeedbackStore feedback = new(Database);
        await feedback.RateAsync(Tenant, answer.Id, "visitor-1", RatingDirection.Down, "too vague", Token);
        await feedback.SuggestAsync(Tenant, answer.Id, "visitor-1", "Say 30 days.", Token);
        await feedback.RateAsync(Tenant, answer.Id, "visitor-2", RatingDirection.Up, null, Token);

        var export = await new ExportStore(Database).ReadAsync(Tenant, "visitor-1", "owner", Token);

        var conversation = Assert.Single(export.Conversations);
        Assert.Equal(["How long can I return?", "Within 30 days [1]."], conversation.Messages.Select(message => message.Text));
        Assert.Equal("too vague", Assert.Single(export.Ratings).Reason);
        Assert.Equal("Say 30 days.", Assert.Single(export.Suggestions).Text);
        var row = (await new AuditLog(Database).PageAsync(Tenant, new("visitor.exported"), new() { PageSize = 1 }, Token)).Items[0];
        Assert.Equal(VisitorPseudonym.Of(Tenant, "visitor-1"), row.Subject);
        Assert.DoesNotContain("visitor-1", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_export_of_somebody_unknown_is_empty() =>
        Assert.Empty((await new ExportStore(Database).ReadAsync(Tenant, "nobody", "owner", Token)).Conversations);
}
