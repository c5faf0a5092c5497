using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AssistantLoop.App.Tests;

/// <summary>Calls of the API whose status a test says.</summary>
internal static class ApiCalls
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A client with a key.</summary>
    public static HttpClient With(this TestServer server, string key) => new()
    {
        BaseAddress = server.Http.BaseAddress,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>Sends a request and reads the answer, whose status must be the one that is wanted.</summary>
    public static async Task<JsonElement> CallAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage response = await client.SendAsync(request, Stop);
        string text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(status == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Adds a key and gives its text.</summary>
    public static async Task<string> NewKeyAsync(this TestServer server, string name, string role, params string[] scopes) =>
        (await server.Agent.CallAsync(HttpMethod.Post, "/api/keys", new { name, role, scopes }, HttpStatusCode.Created)).Text("key");

    /// <summary>Adds a site.</summary>
    public static Task<JsonElement> NewSiteAsync(this TestServer server, object? more = null) => server.Agent.CallAsync(
        HttpMethod.Post, "/api/sites", more ?? new { name = "Shop", allowedOrigins = new[] { "https://shop.example" } }, HttpStatusCode.Created);
}
