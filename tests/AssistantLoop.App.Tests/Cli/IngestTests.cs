using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Cli;

public sealed class IngestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-ingest-verb").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Folders_and_files_become_collections_that_follow_them()
    {
        string manuals = Path.Combine(_folder, "manuals");
        Directory.CreateDirectory(manuals);
        await File.WriteAllTextAsync(Path.Combine(manuals, "heron.md"), "# Heron\n\nIt holds 5 litres.", Stop);
        string file = Path.Combine(_folder, "faq.jsonl");
        await File.WriteAllTextAsync(file, "{\"question\":\"Why?\",\"answer\":\"Because.\"}\n", Stop);

        Assert.Equal(Repository.SampleDocuments, Count("added", await RunAsync()));
        Assert.Equal(1, Count("added", await RunAsync(manuals, "--collection", "manuals")));
        Assert.Equal(1, Count("added", await RunAsync(file)));
        File.Delete(Path.Combine(manuals, "heron.md"));
        Assert.Equal(1, Count("removed", await RunAsync(manuals, "--collection", "manuals")));
        Assert.Equal(Repository.SampleDocuments, Count("unchanged", await RunAsync()));
    }

    [Fact]
    public async Task A_broken_file_is_one_line_with_its_reason_and_the_rest_goes_on()
    {
        string mixed = Path.Combine(_folder, "mixed");
        Directory.CreateDirectory(mixed);
        await File.WriteAllTextAsync(Path.Combine(mixed, "good.txt"), "All is well.", Stop);
        await File.WriteAllTextAsync(Path.Combine(mixed, "broken.pdf"), "no pdf", Stop);
        await using (FileStream bomb = File.Create(Path.Combine(mixed, "bomb.docx")))
        {
            using ZipArchive archive = new(bomb, ZipArchiveMode.Create);
            using Stream entry = archive.CreateEntry("word/document.xml", CompressionLevel.Optimal).Open();
            await entry.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', 64 << 20)), Stop);
        }

        (int code, string output, string error) = await Program.RunAsync("ingest", mixed, "--collection", "mixed", "--data", Data);

        Assert.Equal(1, code);
        Assert.Contains("1 added", output, StringComparison.Ordinal);
        string[] lines = [.. error.Split('\n').Where(line => line.StartsWith("assistantloop: ", StringComparison.Ordinal))];
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("assistantloop: mixed/bomb.docx: is packed more than 200 times", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("assistantloop: mixed/broken.pdf: is a malformed PDF file", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_is_removed_by_its_name()
    {
        string file = Path.Combine(_folder, "note.md");
        await File.WriteAllTextAsync(file, "# Note\n\nText.", Stop);
        Assert.Equal(1, Count("added", await RunAsync(file)));

        Assert.Equal(1, Count("removed", await RunAsync("--remove", "uploads")));
    }

    [Theory]
    [InlineData("nowhere.md", "nowhere.md: there is no such folder, file or http address")]
    [InlineData("ftp://shop.example/", "is no http or https address")]
    [InlineData("https://user:secret@shop.example/", "carries a user name or password; leave it out")]
    [InlineData("--sitemap nonsense", "nonsense is no http or https address")]
    [InlineData("--collection folder", "setting 'collection': must be up to 40 lower-case letters")]
    [InlineData("--collection Site:X", "setting 'collection': must be up to 40 lower-case letters")]
    [InlineData("/tmp /proc/self/status", "status: is no document; those end in .md")]
    [InlineData("/tmp /usr", "name one folder at a time")]
    [InlineData("--remove nothing", "there is no document in a collection 'nothing'")]
    public async Task What_makes_no_sense_is_one_line_and_code_2(string line, string problem)
    {
        (int code, string output, string error) = await Program.RunAsync(["ingest", .. line.Split(' '), "--data", Data]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(problem, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        (int code, string output, string error) = await Program.RunAsync(["ingest", .. arguments, "--json", "--data", Data]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    private static int Count(string what, JsonElement result) => result.GetProperty(what).GetInt32();
}
