using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AssistantLoop.App.Tests.Composition;

public sealed class TelemetryServiceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_collector_that_is_named_gets_the_engines_metrics_of_the_tenant()
    {
        ConcurrentBag<(string Path, string Body)> received = [];
        await using WebApplication collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.Run(async context =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, Stop);
            received.Add((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
        await collector.StartAsync(Stop);
        await using (TestServer server = await TestServer.StartAsync(model: null, ("telemetry", collector.Urls.Single())))
        {
            using HttpResponseMessage answered = await server.PostAsync("/api/chat", new { message = "When is the shop open?" });
            answered.EnsureSuccessStatusCode();
        }

        (string path, string sent) = Assert.Single(received);
        Assert.Equal("/v1/metrics", path);
        Assert.All(
            (string[])["gen_ai.server.time_to_first_token", "assistantloop.queue.time", "assistantloop.tokens.output", "alder-finch"],
            name => Assert.Contains(name, sent, StringComparison.Ordinal));
        Assert.DoesNotContain("When is the shop", sent, StringComparison.Ordinal);
    }
}
