using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AssistantLoop.App.Api;

namespace AssistantLoop.App.Tests.Api;

public sealed class ImportApiTests
{
    private const string Csv = "question,answer\nPrice?,5 euros.\nSize?,\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_raw_body_is_imported_listed_and_undone()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        JsonElement result = Assert.Single((await ReadAsync(await PostAsync(server, Csv, "text/csv", "?name=faq.csv"))).EnumerateArray());

        Assert.Equal(1, result.GetProperty("totals").GetProperty("added").GetInt32());
        JsonElement problem = Assert.Single(result.GetProperty("problems").EnumerateArray());
        Assert.Equal((3, "the answer is empty"), (problem.GetProperty("line").GetInt32(), problem.GetProperty("reason").GetString()));
        JsonElement listed = Assert.Single((await server.GetAsync("/api/imports")).EnumerateArray());
        Assert.Equal(("faq.csv", "agent"), (listed.GetProperty("fileName").GetString(), listed.GetProperty("author").GetString()));
        Uri import = new($"/api/imports/{listed.GetProperty("id").GetString()}", UriKind.Relative);
        Assert.Equal(HttpStatusCode.OK, (await server.Agent.DeleteAsync(import, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await server.Agent.DeleteAsync(import, Stop)).StatusCode);
        Assert.NotEqual(JsonValueKind.Null, Assert.Single((await server.GetAsync("/api/imports")).EnumerateArray()).GetProperty("undoneAt").ValueKind);
        Assert.True((await server.GetAsync("/api/audit/verify")).GetProperty("ok").GetBoolean());
        Assert.Empty(Directory.GetFiles(server.Data, ".upload*"));
    }

    [Fact]
    public async Task Several_files_of_one_form_are_told_one_by_one()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using MultipartFormDataContent form = new()
        {
            { new StringContent(Csv), "files", "faq.csv" },
            { new StringContent("""{"prompt":"Q","chosen":"a","rejected":"b"}"""), "files", "pairs.jsonl" },
        };
        using HttpResponseMessage response = await server.Agent.PostAsync(new Uri("/api/imports", UriKind.Relative), form, Stop);
        Assert.Equal(["faq.csv", "pairs.jsonl"], (await ReadAsync(response)).EnumerateArray().Select(file => file.GetProperty("fileName").GetString()));
    }

    [Fact]
    public async Task A_trial_run_stores_nothing()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        await ReadAsync(await PostAsync(server, Csv, "text/plain", "?dryRun=true"));
        Assert.Empty((await server.GetAsync("/api/imports")).EnumerateArray());
    }

    [Fact]
    public async Task A_file_larger_than_a_chat_message_may_be_is_taken_and_one_over_the_limit_refused()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        string large = "question,answer\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => $"Question {i} {new string('x', 100)}?,Answer.\n"));
        JsonElement result = Assert.Single((await ReadAsync(await PostAsync(server, large, "text/csv"))).EnumerateArray());
        Assert.Equal(4000, result.GetProperty("totals").GetProperty("added").GetInt32());
        using HttpRequestMessage huge = new(HttpMethod.Post, "/api/imports") { Content = new ByteArrayContent(new byte[ImportApi.MostBytes + 1]) };
        huge.Content.Headers.ContentType = new("text/csv");
        huge.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.Agent.SendAsync(huge, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("hello", "text/csv", HttpStatusCode.BadRequest)]
    [InlineData("", "text/plain", HttpStatusCode.BadRequest)]
    [InlineData(Csv, "image/png", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("no parts", "multipart/form-data; boundary=x", HttpStatusCode.BadRequest)]
    [InlineData("no parts", "multipart/form-data", HttpStatusCode.BadRequest)]
    public async Task What_is_no_import_is_a_problem_with_the_right_status(string body, string type, HttpStatusCode status)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());
        using HttpResponseMessage response = await PostAsync(server, body, type);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, string body, string type, string query = "")
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return server.Agent.PostAsync(new Uri($"/api/imports{query}", UriKind.Relative), content, Stop);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}
