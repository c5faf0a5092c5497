using AssistantLoop.Storage.Feedback;

namespace AssistantLoop.Storage.Tests.Feedback;

public sealed class FeedbackListTests : StorageTest
{
    private FeedbackStore Feedback => new(Database);

    private FeedbackList List => new(Database);

    [Fact]
    public async Task A_piece_shows_the_question_both_answers_and_who_gave_it()
    {
        var answer = await AnsweredAsync(answer: "given");
        await Feedback.RateAsync(Tenant, answer.Id, "anna", RatingDirection.Down, "too long", Token);
        await Feedback.CorrectAsync(Tenant, answer.Id, "agent", "right", Token);

        var pieces = (await List.ReadAsync(Tenant, new(), new(), Token)).Items;

        Assert.Equal(
            [(PairKind.Correction, "right", "given", "agent", null), (PairKind.Down, null, "given", "anna", "too long")],
            pieces.Select(p => (p.Kind, p.Chosen, p.Rejected, p.Author, p.Reason)).OrderBy(p => p.Kind));
        Assert.All(pieces, p => Assert.Equal(("How long can I return?", "visitor-1", false, 0), (p.Question, p.Visitor, p.Considered, p.DataSets)));
        Assert.Empty((await List.ReadAsync(Other, new(), new(), Token)).Items);
    }

    [Fact]
    public async Task Filters_and_pages_give_each_piece_once()
    {
        List<Guid> answers = [];
        for (var i = 0; i < 7; i++)
        {
            var answer = await AnsweredAsync();
            answers.Add(answer.Id);
            await Feedback.RateAsync(Tenant, answer.Id, i % 2 == 0 ? "even" : "odd", i < 3 ? RatingDirection.Up : RatingDirection.Down, null, Token);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        List<Guid?> seen = [];
        for (var page = 1; page <= 3; page++)
        {
            var given = await List.ReadAsync(Tenant, new(), new() { Page = page, PageSize = 3 }, Token);
            Assert.Equal(7, given.Total);
            seen.AddRange(given.Items.Select(piece => piece.MessageId));
        }

        Assert.Equal(answers.AsEnumerable().Reverse().Select(id => (Guid?)id), seen);
        Assert.Equal(3, (await List.ReadAsync(Tenant, new() { Kind = PairKind.Up }, new(), Token)).Total);
        Assert.Equal(4, (await List.ReadAsync(Tenant, new() { Identity = "even" }, new(), Token)).Total);
        var odd = (await List.ReadAsync(Tenant, new() { Identity = "odd" }, new(), Token)).Items[0];
        await new PairDecisions(Database).DecideAsync(Tenant, odd.Id, PairDecision.Excluded, "no", "agent", Token);
        var excluded = Assert.Single((await List.ReadAsync(Tenant, new() { Decision = PairDecision.Excluded }, new(), Token)).Items);
        Assert.Equal((odd.Id, "no", false), (excluded.Id, excluded.DecisionReason, excluded.ByIdentity));
        Assert.Equal(6, (await List.ReadAsync(Tenant, new() { Decision = PairDecision.None }, new(), Token)).Total);
        Assert.Equal(answers[2], Assert.Single(await List.OnAnswerAsync(Tenant, answers[2], 10, Token)).MessageId);
    }

    [Fact]
    public async Task The_cause_is_filtered_by_what_an_agent_said_before_what_triage_found()
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, "v", RatingDirection.Down, null, Token);
        TriageStore triage = new(Database);
        await triage.StoreAsync(Tenant, [new(answer.Id, FaultCause.Style, "{}", "s")], Token);
        Assert.Single((await List.ReadAsync(Tenant, new() { Cause = FaultCause.Style }, new(), Token)).Items);
        await triage.OverruleAsync(Tenant, answer.Id, FaultCause.Behaviour, "agent", Token);
        Assert.Empty((await List.ReadAsync(Tenant, new() { Cause = FaultCause.Style }, new(), Token)).Items);
        Assert.Single((await List.ReadAsync(Tenant, new() { Cause = FaultCause.Behaviour }, new(), Token)).Items);
    }

    [Fact]
    public async Task Imported_rows_and_blind_choices_are_listed_beside_feedback_on_answers()
    {
        var answer = await AnsweredAsync();
        await Feedback.RateAsync(Tenant, answer.Id, "anna", RatingDirection.Up, null, Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        var comparison = await ChosenAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await ImportedAsync("5 euros.");

        var pieces = (await List.ReadAsync(Tenant, new(), new(), Token)).Items;

        Assert.Equal([PairKind.Imported, PairKind.Choice, PairKind.Up], pieces.Select(piece => piece.Kind));
        var (imported, choice) = (pieces[0], pieces[1]);
        Assert.Equal(("Price?", "5 euros.", null, "importer", "faq.csv:1"),
            (imported.Question, imported.Chosen, imported.Rejected, imported.Author, imported.Source));
        Assert.Equal((null, null, PairDecision.Confirmed), (imported.MessageId, imported.Visitor, imported.Decision));
        Assert.Equal(("How long can I return?", "first", "second", "kinder", "visitor-1"),
            (choice.Question, choice.Chosen, choice.Rejected, choice.Reason, choice.Visitor));
        Assert.Equal((comparison.MessageId, PairDecision.None), (choice.MessageId, choice.Decision));
        Assert.Empty((await List.ReadAsync(Other, new(), new(), Token)).Items);
    }

    [Fact]
    public async Task Imported_rows_and_choices_are_filtered_and_paged_as_other_feedback_is()
    {
        var comparison = await ChosenAsync();
        await ImportedAsync("a", "b", "c");

        async Task<IReadOnlyList<PairKind>> Kinds(FeedbackFilter filter) =>
            [.. (await List.ReadAsync(Tenant, filter, new(), Token)).Items.Select(piece => piece.Kind)];

        PairKind[] rows = [PairKind.Imported, PairKind.Imported, PairKind.Imported];
        Assert.Equal(rows, await Kinds(new() { Kind = PairKind.Imported }));
        Assert.Equal(rows, await Kinds(new() { Decision = PairDecision.Confirmed }));
        Assert.Equal(rows, await Kinds(new() { Identity = "importer" }));
        Assert.Equal([PairKind.Choice], await Kinds(new() { Kind = PairKind.Choice }));
        Assert.Equal([PairKind.Choice], await Kinds(new() { Decision = PairDecision.None }));
        Assert.Equal([PairKind.Choice], await Kinds(new() { MessageId = comparison.MessageId }));
        Assert.Empty(await Kinds(new() { Cause = FaultCause.Style }));
        var first = await List.ReadAsync(Tenant, new(), new() { PageSize = 3 }, Token);
        var rest = await List.ReadAsync(Tenant, new(), new() { PageSize = 3, Page = 2 }, Token);
        Assert.Equal(4, first.Items.Concat(rest.Items).Select(piece => piece.Id).Distinct().Count());
        Assert.Equal(["b"], (await List.ReadAsync(Tenant, new(), new() { Search = "B" }, Token)).Items.Select(piece => piece.Chosen));
    }
}
