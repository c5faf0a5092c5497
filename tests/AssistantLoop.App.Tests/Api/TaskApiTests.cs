using System.Net;
using System.Text.Json;

namespace AssistantLoop.App.Tests.Api;

public sealed class TaskApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_are_read_page_by_page_with_what_came_of_them()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model);
        foreach (string message in new[] { "Do you sell lamps?", "Do you ship to Spain?" })
        {
            model.SayAll("Yes.");
            Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/chat", new { message })).StatusCode);
        }

        JsonElement first = await server.GetAsync("/api/tasks?limit=1");

        JsonElement task = Assert.Single(first.GetProperty("tasks").EnumerateArray());
        Assert.Equal(("Do you ship to Spain?", "unknown"), (task.GetProperty("question").GetString(), task.GetProperty("outcome").GetString()));
        JsonElement second = await server.GetAsync($"/api/tasks?limit=1&from={first.GetProperty("next").GetString()}");
        Assert.Equal("Do you sell lamps?", Assert.Single(second.GetProperty("tasks").EnumerateArray()).GetProperty("question").GetString());
        Assert.Empty((await server.GetAsync("/api/tasks?source=imports")).GetProperty("tasks").EnumerateArray());
        using HttpResponseMessage refused = await server.Agent.GetAsync(new Uri("/api/tasks?source=elsewhere", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }
}
