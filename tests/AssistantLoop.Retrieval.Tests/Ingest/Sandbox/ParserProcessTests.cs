using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Ingest.Sandbox;

namespace AssistantLoop.Retrieval.Tests.Ingest.Sandbox;

/// <summary>How a parser process is held in bounds, with small shell scripts in its place.</summary>
public sealed class ParserProcessTests : IDisposable
{
    private static readonly ParserLimits s_limits = new() { Time = TimeSpan.FromSeconds(20) };

    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-parser").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_answer_is_the_document()
    {
        ParsedDocument document = await ParseAsync("""cat > /dev/null; echo '{"Document":{"Title":"T","Blocks":[{"Kind":0,"Text":"x","Headings":["T"],"Anchor":"","Page":3}]}}'""");

        Assert.Equal("T", document.Title);
        Assert.Equal(("x", (int?)3), document.Blocks.Select(block => (block.Text, block.Page)).Single());
    }

    [Fact]
    public async Task Its_refusal_is_the_reason() =>
        Assert.Equal("is odd", await RefusedAsync("""cat > /dev/null; echo '{"Refused":"is odd"}'"""));

    [Theory]
    [InlineData("exit 134", "made its parser end with code 134")]
    [InlineData("kill -SEGV $$", "made its parser end with code 139")]
    [InlineData("echo nonsense", "made its parser answer what is no JSON")]
    [InlineData("true", "made its parser answer what is no JSON")]
    public async Task One_that_breaks_down_is_told(string script, string reason) =>
        Assert.StartsWith(reason, await RefusedAsync(script), StringComparison.Ordinal);

    [Fact]
    public async Task One_that_takes_too_long_is_killed_with_all_that_it_started()
    {
        string alive = Path.Combine(_folder, "alive");

        string reason = await RefusedAsync(
            $"(while true; do echo x >> {alive}; sleep 0.05; done) & sleep 60", s_limits with { Time = TimeSpan.FromSeconds(1) });

        Assert.StartsWith("takes longer than 1 s", reason, StringComparison.Ordinal);
        long size = new FileInfo(alive).Length;
        await Task.Delay(300, Stop);
        Assert.Equal(size, new FileInfo(alive).Length);
    }

    [Fact]
    public async Task One_that_takes_too_much_memory_is_killed() =>
        Assert.StartsWith(
            "takes more memory",
            await RefusedAsync("""cat > /dev/null; exec awk 'BEGIN { s = "x"; while (length(s) < 200000000) s = s s; system("sleep 15") }'""", s_limits with { MemoryBytes = 60 << 20 }),
            StringComparison.Ordinal);

    [Fact]
    public async Task One_that_answers_without_end_is_killed() =>
        Assert.Equal("is larger than 1000 bytes", await RefusedAsync("cat /dev/zero", s_limits with { ReplyBytes = 1000 }));

    [Fact]
    public async Task One_that_complains_without_end_does_not_stand_still() =>
        Assert.Equal("is odd", await RefusedAsync("""head -c 1000000 /dev/zero >&2; echo '{"Refused":"is odd"}'"""));

    [Fact]
    public async Task One_that_does_not_read_its_input_does_not_stop_the_reading() =>
        Assert.Equal("is odd", await RefusedAsync("""echo '{"Refused":"is odd"}'""", content: new byte[8 << 20]));

    [Fact]
    public async Task It_knows_nothing_of_this_process()
    {
        Environment.SetEnvironmentVariable("ASSISTANTLOOP_TEST_SECRET", "hush");

        string reason = await RefusedAsync("""echo "{\"Refused\":\"[$ASSISTANTLOOP_TEST_SECRET][$HOME][$(env | grep -c -i -E 'key|token|secret|home')]\"}" """);

        Assert.Equal("[][][0]", reason);
    }

    [Fact]
    public async Task Cancelled_it_is_killed()
    {
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(300));
        using ParserProcess parser = New("sleep 60", s_limits);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => parser.ParseAsync(FileFormat.Pdf, new byte[1], cancel.Token));
    }

    [Fact]
    public async Task A_program_that_is_missing_is_told()
    {
        using ParserProcess parser = new([Path.Combine(_folder, "nowhere")], s_limits);

        Assert.Contains("cannot be started", (await Assert.ThrowsAsync<DocumentRefusedException>(
            () => parser.ParseAsync(FileFormat.Pdf, new byte[1], Stop))).Message, StringComparison.Ordinal);
    }

    private async Task<ParsedDocument> ParseAsync(string script)
    {
        using ParserProcess parser = New(script, s_limits);
        return await parser.ParseAsync(FileFormat.Pdf, "content"u8.ToArray(), Stop);
    }

    private async Task<string> RefusedAsync(string script, ParserLimits? limits = null, byte[]? content = null)
    {
        using ParserProcess parser = New(script, limits ?? s_limits);
        return (await Assert.ThrowsAsync<DocumentRefusedException>(() => parser.ParseAsync(FileFormat.Pdf, content ?? [1, 2, 3], Stop))).Message;
    }

    private ParserProcess New(string script, ParserLimits limits)
    {
        string file = Path.Combine(_folder, Path.GetRandomFileName());
        File.WriteAllText(file, script);
        return new(["/bin/sh", file], limits);
    }
}
