using System.Net;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Security;

public sealed class TrustedProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.7,127.0.0.0/8", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("", false)]
    public async Task Scheme_and_host_are_those_that_a_trusted_proxy_says(string proxies, bool believed)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), ("trusted-proxies", proxies));
        await server.NewSiteAsync();
        server.Agent.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        server.Agent.DefaultRequestHeaders.Add("X-Forwarded-Host", "chat.shop.example");

        JsonElement site = Assert.Single((await server.GetAsync("/api/sites")).GetProperty("items").EnumerateArray());

        Assert.Equal(believed, site.GetRawText().Contains("https://chat.shop.example/widget.js", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    public async Task Wrong_keys_count_by_the_address_that_a_trusted_proxy_says(string proxies, HttpStatusCode otherwise)
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), ("trusted-proxies", proxies));
        HttpStatusCode last = HttpStatusCode.OK;
        for (int i = 0; i < 100 && last != HttpStatusCode.TooManyRequests; i++)
        {
            last = await TryAsync(server, "192.0.2.1");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        Assert.Equal(otherwise, await TryAsync(server, "192.0.2.2"));
    }

    private static async Task<HttpStatusCode> TryAsync(TestServer server, string visitor)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/me");
        request.Headers.Add("Authorization", $"Bearer al_0123456789_{new string('0', 43)}");
        request.Headers.Add("X-Forwarded-For", visitor);
        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
