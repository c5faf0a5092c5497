using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Api;
using AssistantLoop.Retrieval.Search;

namespace AssistantLoop.App.Tests.Api;

public sealed class DocumentApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploads_are_listed_with_what_they_are_found_and_removed()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using MultipartFormDataContent form = new()
        {
            { new StringContent("no file"), "note" },
            { new ByteArrayContent("question,answer\nMay dogs come in?,\"Dogs are welcome in the shop and they get a biscuit.\"\n"u8.ToArray()), "files", "pets.csv" },
            { new ByteArrayContent(Docx("The place of jurisdiction is Cork.")), "files", "terms.docx" },
            { new ByteArrayContent([1, 2, 3]), "files", "broken.pdf" },
            { new ByteArrayContent([1, 2, 3]), "files", "logo.svg" },
        };

        JsonElement result = await ReadAsync(await server.Agent.PostAsync(Uri("/api/documents/uploads"), form, Stop));

        Assert.Equal(2, result.GetProperty("added").GetInt32());
        string[] problems = [.. result.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)];
        Assert.StartsWith("uploads/broken.pdf: is a malformed PDF file", problems[0], StringComparison.Ordinal);
        Assert.StartsWith("logo.svg: is no document; those end in .md", problems[1], StringComparison.Ordinal);
        Assert.Equal(
            ["uploads/pets.csv|pets|uploads|text/csv|en|1", "uploads/terms.docx|terms|uploads|application/vnd.openxmlformats-officedocument.wordprocessingml.document|en|1"],
            (await server.GetAsync("/api/documents?collection=uploads")).GetProperty("items").EnumerateArray().Select(row => string.Join('|',
                row.GetProperty("path"), row.GetProperty("title"), row.GetProperty("collection"), row.GetProperty("kind"), row.GetProperty("language"), row.GetProperty("passages"))));
        Assert.Equal("May dogs come in?", await BestTitleAsync(server, "Are dogs welcome?"));

        Assert.Equal(HttpStatusCode.NoContent, (await server.Agent.DeleteAsync(Uri("/api/documents/uploads/pets.csv"), Stop)).StatusCode);
        Assert.NotEqual("May dogs come in?", await BestTitleAsync(server, "Are dogs welcome?"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Agent.DeleteAsync(Uri("/api/documents/uploads/pets.csv"), Stop)).StatusCode);
    }

    [Fact]
    public async Task A_document_put_again_is_what_the_next_question_finds()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await PutAsync(server, "fair.md", "# Plant fair\n\nThe plant fair is on the 3rd of May.");
        long begun = Stopwatch.GetTimestamp();

        JsonElement result = await ReadAsync(await PutAsync(server, "fair.md", "# Plant fair\n\nThe plant fair is on the 4th of May."));
        string found = (await server.Get<PassageSearch>().SearchAsync(new(server.Tenant, "When is the plant fair?"), Stop)).Passages[0].Passage.Text;

        Assert.Equal(1, result.GetProperty("changed").GetInt32());
        Assert.Equal("The plant fair is on the 4th of May.", found);
        TestContext.Current.TestOutputHelper?.WriteLine($"put and found within {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms");
    }

    [Theory]
    [InlineData("PUT", "/api/documents/uploads/logo.svg", "x", 422, "is no document")]
    [InlineData("PUT", "/api/documents/uploads/a.pdf", "x", 422, "is a malformed PDF file")]
    [InlineData("PUT", "/api/documents/uploads/a%5Cb.md", "x", 422, "is no file name")]
    [InlineData("PUT", "/api/documents/uploads/..", "x", 405, null)]
    [InlineData("DELETE", "/api/documents/uploads/none.md", null, 404, "none.md")]
    [InlineData("DELETE", "/api/documents/collections/site:none", null, 404, "site:none")]
    [InlineData("POST", "/api/documents/uploads", "x", 415, "must be multipart/form-data")]
    [InlineData("POST", "/api/documents/ingest", "{\"path\":\"../business.yaml\"}", 422, "is no document of the folder")]
    [InlineData("POST", "/api/documents/sites", "{}", 400, "name a page to begin at")]
    [InlineData("POST", "/api/documents/sites", "{\"urls\":[\"file:///etc/passwd\"]}", 400, "is no http or https address")]
    [InlineData("POST", "/api/documents/sites", "{\"urls\":[\"nonsense\"]}", 400, "is no http or https address")]
    [InlineData("POST", "/api/documents/sites", "{\"urls\":[\"https://a.example/\",\"https://b.example/\"]}", 400, "ingest one host at a time")]
    public async Task What_cannot_be_done_is_a_problem_with_its_reason(string method, string path, string? body, int status, string? reason)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpRequestMessage request = new(new HttpMethod(method), Uri(path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await server.Agent.SendAsync(request, Stop);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        if (reason is not null)
        {
            Assert.Contains(reason, (await response.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_site_that_leads_inwards_is_refused_with_the_reason()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        JsonElement result = await ReadAsync(await server.PostAsync("/api/documents/sites", new { urls = new[] { server.Http.BaseAddress!.AbsoluteUri } }));

        Assert.Contains("not on the public internet", result.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(0, result.GetProperty("added").GetInt32());
    }

    [Fact]
    public async Task One_document_of_the_folder_is_brought_up_to_date_by_its_path()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        JsonElement result = await ReadAsync(await server.PostAsync("/api/documents/ingest", new { path = "returns.md" }));

        Assert.Equal((1, 0), (result.GetProperty("unchanged").GetInt32(), result.GetProperty("removed").GetInt32()));
        JsonElement all = await ReadAsync(await server.PostAsync("/api/documents/ingest", new { }));
        Assert.Equal(Repository.SampleDocuments, all.GetProperty("unchanged").GetInt32());
        Assert.Equal(Repository.SampleDocuments, (await ReadAsync(await server.Agent.PostAsync(Uri("/api/documents/ingest"), null, Stop))).GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task A_collection_is_removed_whole_and_only_it()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await PutAsync(server, "a.md", "# A\n\nOne.");
        await PutAsync(server, "b.md", "# B\n\nTwo.");

        JsonElement result = await ReadAsync(await server.Agent.DeleteAsync(Uri("/api/documents/collections/uploads"), Stop));

        Assert.Equal(2, result.GetProperty("removed").GetInt32());
        Assert.Equal(Repository.SampleDocuments, (await server.GetAsync("/api/documents")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_unread()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        // The client waits for the server's word before it sends the body, however busy the machine is.
        using HttpClient patient = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = server.Http.BaseAddress };
        patient.DefaultRequestHeaders.Authorization = server.Agent.DefaultRequestHeaders.Authorization;
        using HttpRequestMessage huge = new(HttpMethod.Put, "/api/documents/uploads/a.pdf") { Content = new ByteArrayContent(new byte[UploadApi.MostBytes + 1]) };
        huge.Headers.ExpectContinue = true;

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await patient.SendAsync(huge, Stop)).StatusCode);
    }

    [Fact]
    public async Task Without_the_agents_key_nothing_is_listed_or_taken()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.GetAsync(Uri("/api/documents"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Http.PutAsync(Uri("/api/documents/uploads/a.md"), new StringContent("x"), Stop)).StatusCode);
    }

    private static async Task<string?> BestTitleAsync(TestServer server, string question) =>
        (await server.Get<PassageSearch>().SearchAsync(new(server.Tenant, question), Stop)).Passages is [{ } best, ..] ? best.Passage.Title : null;

    private static Task<HttpResponseMessage> PutAsync(TestServer server, string name, string text) =>
        server.Agent.PutAsync(Uri($"/api/documents/uploads/{name}"), new StringContent(text), Stop);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static Uri Uri(string path) => new(path, UriKind.Relative);

    private static byte[] Docx(string text)
    {
        using MemoryStream file = new();
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("word/document.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes(
                $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{text} It is the law of the land that is used for all of this.</w:t></w:r></w:p></w:body></w:document>"));
        }

        return file.ToArray();
    }
}
