using System.Text.RegularExpressions;

namespace AssistantLoop.App.Tests.Pages;

public sealed partial class ConsolePageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/console/")]
    [InlineData("/console/index.html")]
    public async Task The_console_runs_this_servers_scripts_alone_and_styles_of_a_fresh_nonce(string path)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient());

        (string first, string policy) = await PageAsync(server, path);
        (string second, _) = await PageAsync(server, path);

        string nonce = Nonce().Match(first).Groups[1].Value;
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'self' 'nonce-{nonce}';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.NotEqual(nonce, Nonce().Match(second).Groups[1].Value);
    }

    private static async Task<(string Text, string Policy)> PageAsync(TestServer server, string path)
    {
        using HttpResponseMessage reply = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (await reply.Content.ReadAsStringAsync(Stop), reply.Headers.GetValues("Content-Security-Policy").Single());
    }

    [GeneratedRegex("name=\"csp-nonce\" content=\"([A-Za-z0-9+/=]{22,})\"")]
    private static partial Regex Nonce();
}
