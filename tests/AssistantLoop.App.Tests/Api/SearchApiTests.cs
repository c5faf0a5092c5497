using System.Net;
using System.Net.Http.Json;
using AssistantLoop.App.Api;

namespace AssistantLoop.App.Tests.Api;

public sealed class SearchApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_shows_what_it_finds_and_why()
    {
        await using TestServer server = await TestServer.StartAsync();

        SearchView found = (await server.Agent.GetFromJsonAsync<SearchView>(
            "/api/search?question=" + Uri.EscapeDataString("And what does it cost?")
            + "&earlier=" + Uri.EscapeDataString("Which colours does the Heron watering can come in?"), Token))!;

        Assert.Equal(["cost", "colours", "heron", "watering", "come"], found.Words);
        SearchedPassage best = found.Passages[0];
        Assert.Equal("Heron watering can > Price", best.Title);
        Assert.True(best.Chosen);
        Assert.NotNull(best.ByWords);
        Assert.NotNull(best.ByMeaning);
        Assert.InRange(found.Answerable, 0.5, 1);
    }

    [Fact]
    public async Task A_search_without_a_question_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Agent.GetAsync("/api/search", Token)).StatusCode);
    }
}
