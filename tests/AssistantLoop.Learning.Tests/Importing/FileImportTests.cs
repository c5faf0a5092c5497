using System.Text;
using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Learning.Importing;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Tests.Importing;

public sealed class FileImportTests : LearningTest
{
    private const string Chat = """
        {"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","weight":0},{"role":"user","content":"Price?"},{"role":"assistant","content":"5 euros."}]}
        """;

    private ImportStore Store => new(Database);

    [Fact]
    public async Task Every_answer_of_a_chat_in_the_loss_is_a_row_after_all_that_was_said_before()
    {
        await ImportAsync("""
            {"messages":[{"role":"user","content":"A?"},{"role":"assistant","content":"a"},{"role":"user","content":"B?"},{"role":"assistant","content":"b"}]}
            """);
        await ImportAsync(Chat);

        List<StoredPair> pairs = await AllAsync();

        Assert.Equal(["5 euros.", "a", "b"], pairs.Select(pair => pair.Chosen));
        Assert.All(pairs, pair => Assert.Equal((PairKind.Imported, null, null, null), (pair.Kind, pair.Rejected, pair.MessageId, pair.Visitor)));
        Assert.Equal(pairs[1].ConversationId, pairs[2].ConversationId);
        Assert.NotEqual(pairs[0].ConversationId, pairs[1].ConversationId);
        Assert.Equal(["system:Be kind.", "user:Hi", "assistant:Hello", "user:Price?"], Prompt(pairs[0]));
        Assert.Equal(["user:A?", "assistant:a", "user:B?"], Prompt(pairs[2]));
    }

    [Theory]
    [InlineData("""{"input":{"messages":[{"role":"user","content":"Q"}]},"preferred_output":[{"role":"assistant","content":"good"}],"non_preferred_output":[{"role":"assistant","content":"bad"}]}""")]
    [InlineData("""{"prompt":[{"role":"user","content":"Q"}],"chosen":[{"role":"assistant","content":"good"}],"rejected":[{"role":"assistant","content":"bad"}]}""")]
    [InlineData("""{"prompt":"Q","chosen":" good","rejected":" bad"}""")]
    [InlineData("question,answer,rejected\nQ,good,bad")]
    public async Task The_same_pair_of_any_shape_is_one_row(string file)
    {
        await ImportAsync(file);
        await ImportAsync("""{"prompt":"Q","chosen":"good","rejected":"bad"}""" + "\n\n");

        StoredPair pair = Assert.Single(await AllAsync());

        Assert.Equal((PairKind.Imported, "good", "bad"), (pair.Kind, pair.Chosen, pair.Rejected));
        Assert.Equal(["user:Q"], Prompt(pair));
    }

    [Theory]
    [InlineData("{\"prompt\":\"Q\",\"completion\":\"up\",\"label\":true}\n{\"prompt\":[{\"role\":\"user\",\"content\":\"Q\"}],\"completion\":[{\"role\":\"assistant\",\"content\":\"down\"}],\"label\":false}")]
    [InlineData("question,answer,rating\nQ,up,up\nQ,down,Down")]
    public async Task Rated_answers_are_ratings_that_the_importer_confirms(string file)
    {
        await ImportAsync(file);

        Assert.Equal(
            [(PairKind.Up, "up", null, PairDecision.Confirmed, "agent"), (PairKind.Down, null, "down", PairDecision.Confirmed, "agent")],
            (await AllAsync()).Select(pair => (pair.Kind, pair.Chosen, pair.Rejected, pair.Decision, pair.Author)));
        Assert.Equal((1, 1, 0), (await Counts()) is var counts ? (counts.Up, counts.Down, counts.Imported) : default);
    }

    [Fact]
    public async Task Bad_lines_are_told_by_number_and_the_rest_is_imported()
    {
        ImportResult result = await ImportAsync($$"""
            {"prompt":"Q1","chosen":"a","rejected":"b"}
            not json

            {"messages":[{"role":"bot","content":"a"}]}
            {"prompt":"Q2","chosen":" ","rejected":"b"}
            {"prompt":"Q3","chosen":"a","rejected":"a "}
            {"prompt":"Q4","chosen":"{{new string('a', ImportedRow.LongestAnswer + 1)}}","rejected":"b"}
            {"prompt":"{{new string('q', ImportedRow.LongestPrompt + 1)}}","chosen":"a","rejected":"b"}
            {"prompt":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}],"chosen":"a","rejected":"b"}
            {"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A","weight":0}]}
            {"prompt":"","chosen":"a","rejected":"b"}
            {"prompt":"Q5"}
            {"prompt":"{{new string('q', BoundedLines.Longest)}}","chosen":"a","rejected":"b"}
            {"prompt":"Q6","chosen":"a","rejected":"b"}
            """);

        Assert.Equal(new ImportTotals(Lines: 13, Added: 2, Known: 0, Refused: 11), result.Totals);
        (int Line, string Reason)[] told =
        [
            (2, "not valid JSON"), (4, "role` must be system, user, assistant or tool"), (5, "the answer is empty"),
            (6, "are equal"), (7, "the answer is too long: 8001 characters of at most 8000"), (8, "before the answer is too long"),
            (9, "must end with the user's"), (10, "no assistant message to learn from"), (11, "the question is empty"),
            (12, "a line needs `messages`"), (13, "the line is longer"),
        ];
        Assert.Equal(told.Select(problem => problem.Line), result.Problems.Select(problem => problem.Line));
        Assert.All(told.Zip(result.Problems), pair => Assert.Contains(pair.First.Reason, pair.Second.Reason, StringComparison.Ordinal));
        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_told_and_the_rest_is_imported()
    {
        byte[] file = [.. "question,answer\n"u8, 0x51, 0xFF, .. ",a\nQ,b\n"u8];
        ImportResult result = await ImportAsync(new MemoryStream(file));
        Assert.Equal(new ImportProblem(2, "the line is not valid UTF-8"), Assert.Single(result.Problems));
        Assert.Equal("b", Assert.Single(await AllAsync()).Chosen);
    }

    [Fact]
    public async Task Importing_twice_changes_nothing()
    {
        ImportResult first = await ImportAsync(Chat);
        ImportRecord record = Assert.Single(await Store.ListAsync(Tenant, 10, Token));
        List<StoredPair> pairs = await AllAsync();

        ImportResult second = await ImportAsync(Chat, "another-name.jsonl");

        Assert.Equal((first.Id, 0, 1), (second.Id, second.Totals.Added, second.Totals.Known));
        Assert.Equal(record, Assert.Single(await Store.ListAsync(Tenant, 10, Token)));
        Assert.Equal(pairs, await AllAsync());
    }

    [Fact]
    public async Task A_trial_run_tells_the_same_and_stores_nothing()
    {
        await ImportAsync("question,answer\nQ1,a");
        const string Two = "question,answer\nQ1,a\nQ2,b\nQ3,\n";

        ImportResult trial = await ImportAsync(Two, dryRun: true);

        Assert.Null(trial.Id);
        Assert.Single(await AllAsync());
        Assert.Single(await Store.ListAsync(Tenant, 10, Token));
        ImportResult real = await ImportAsync(Two);
        Assert.Equal(real.Totals, trial.Totals);
        Assert.Equal(new ImportTotals(Lines: 3, Added: 1, Known: 1, Refused: 1), real.Totals);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_goes_on_when_it_is_begun_again()
    {
        string file = "question,answer\n" + string.Concat(Enumerable.Range(1, 1200).Select(i => $"Question {i}?,Answer {i}.\n"));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Cancel atFirstBatch = new(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FileImport(Store).RunAsync(
            Tenant, "faq.csv", Stream(file), ImportFormat.FromContent, "agent", dryRun: false, atFirstBatch, stop.Token));
        Assert.Equal(500, (await AllAsync()).Count);
        Assert.Null(Assert.Single(await Store.ListAsync(Tenant, 10, Token)).EndedAt);
        ImportResult again = await ImportAsync(file);

        Assert.Equal((700, 500), (again.Totals.Added, again.Totals.Known));
        Assert.Equal(1200, (await AllAsync()).Count);
        ImportRecord record = Assert.Single(await Store.ListAsync(Tenant, 10, Token));
        Assert.Equal((again.Id, 1200, 0), (record.Id, record.Added, record.Known));
        Assert.NotNull(record.EndedAt);
    }

    [Fact]
    public async Task An_undone_import_trains_nothing_and_may_be_imported_again()
    {
        ImportResult first = await ImportAsync(Chat);
        await ImportAsync("question,answer\nQ,a");
        await Store.UndoAsync(Tenant, first.Id!.Value, "agent", Token);
        Assert.Equal("a", Assert.Single(await AllAsync()).Chosen);

        ImportResult again = await ImportAsync(Chat);

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal(1, again.Totals.Added);
        Assert.Equal(2, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Csv_rows_of_one_conversation_are_its_turns()
    {
        await ImportAsync("conversation;question;answer\n7;A?;a\n7;B?;b\n8;C?;c\n7;D?;d");

        List<StoredPair> pairs = await AllAsync();

        Assert.Equal(["user:A?", "assistant:a", "user:B?"], Prompt(pairs[1]));
        Assert.Equal(["user:C?"], Prompt(pairs[2]));
        Assert.Equal(["user:D?"], Prompt(pairs[3]));
        Assert.Equal(pairs[0].ConversationId, pairs[1].ConversationId);
        Assert.Equal(4, pairs.Select(pair => pair.ConversationId).Distinct().Count() + 1);
    }

    [Theory]
    [InlineData("hello\nworld")]
    [InlineData("")]
    [InlineData("question,answer\n")]
    public async Task A_file_that_holds_no_samples_is_refused_and_leaves_no_trace(string file)
    {
        await Assert.ThrowsAsync<ContentFileException>(() => ImportAsync(file));
        Assert.Empty(await Store.ListAsync(Tenant, 10, Token));
    }

    [Fact]
    public async Task Bad_csv_rows_are_told_by_the_line_they_begin_at()
    {
        ImportResult result = await ImportAsync(
            "question,answer,rejected,rating\nQ1,a,,\nQ2,a\nQ3,a,b,up\nQ4,a,,sideways\nQ5,,,\nQ6,a,a,\n\"open,a,,\nQ7,a,,\n");

        Assert.Equal([3, 4, 5, 6, 7, 8], result.Problems.Select(problem => problem.Line));
        Assert.Equal(2, result.Totals.Added);
    }

    private Task<PairCounts> Counts() => Pairs.CountUnusedAsync(Tenant, Token);

    /// <summary>Rows of one batch have no order of their own.</summary>
    private async Task<List<StoredPair>> AllAsync() =>
        [.. (await Pairs.ReadAfterAsync(Tenant, Guid.Empty, 10_000, Token)).OrderBy(pair => pair.Kind).ThenBy(pair => pair.Chosen, StringComparer.Ordinal)];

    private Task<ImportResult> ImportAsync(string file, string name = "file", bool dryRun = false) =>
        ImportAsync(Stream(file), name, dryRun);

    private Task<ImportResult> ImportAsync(Stream file, string name = "file", bool dryRun = false) => new FileImport(Store)
        .RunAsync(Tenant, name, file, ImportFormat.FromContent, "agent", dryRun, progress: null, Token);

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Prompt(StoredPair pair) =>
        PromptText.Read(pair.Prompt).Select(message => $"{message.Role}:{message.Text}");

    private sealed class Cancel(CancellationTokenSource source) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => source.Cancel();
    }
}
