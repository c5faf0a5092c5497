using System.Security.Claims;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Versions;
using AssistantLoop.Retrieval.Search;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Conversations;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace AssistantLoop.App.Tests.Tenancy;

public sealed class TenantsTests : IDisposable
{
    private readonly TwoBusinesses _businesses = new();

    [Fact]
    public async Task Each_business_has_its_own_answers_and_versions_over_one_engine()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), _businesses.Setting);
        Tenants tenants = server.Get<Tenants>();
        Tenant second = tenants.Find(TwoBusinesses.Second)!;

        Assert.Equal(["alder-finch", TwoBusinesses.Second], tenants.All.Select(tenant => tenant.Profile.Tenant));
        Assert.NotSame(Get<AnswerJobs>(tenants.Default), Get<AnswerJobs>(second));
        Assert.NotSame(Get<VersionRouter>(tenants.Default), Get<VersionRouter>(second));
        Assert.Same(Get<EngineSource>(tenants.Default), Get<EngineSource>(second));
        AssistantVersion one = (await Get<VersionStore>(second).ServingAsync("alder-finch", Stop))!;
        AssistantVersion two = (await Get<VersionStore>(second).ServingAsync(TwoBusinesses.Second, Stop))!;
        Assert.NotEqual(one.StyleHash, two.StyleHash);
    }

    [Fact]
    public async Task A_business_is_answered_from_its_own_documents_by_its_own_jobs()
    {
        PacedChatClient model = new();
        await using TestServer server = await TestServer.StartAsync(model, _businesses.Setting);
        Tenants tenants = server.Get<Tenants>();
        Tenant second = tenants.Find(TwoBusinesses.Second)!;
        ConversationStore conversations = server.Get<ConversationStore>();
        Conversation talk = await conversations.CreateAsync(TwoBusinesses.Second, "visitor:v", Stop);

        model.SayAll("17 pounds [1].");
        Asked asked = await Get<AnswerJobs>(second).AskAsync(talk.Id, "c1", "What does the ferry day ticket cost?", Stop);
        List<AnswerEvent> events = [];
        await foreach (AnswerEvent step in Get<AnswerFollower>(second).FollowAsync(asked.Answer.Id, 0, Stop))
        {
            events.Add(step);
        }

        Assert.Equal("ferries.md", Assert.Single(events[^1].Citations!).Path);
        Assert.Null(await conversations.MessageAsync("alder-finch", asked.Answer.Id, Stop));
        SearchResult other = await Get<PassageSearch>(second).SearchAsync(new("alder-finch", "ferry day ticket"), Stop);
        Assert.DoesNotContain(other.Passages, found => found.Passage.Path == "ferries.md");
    }

    [Fact]
    public async Task A_credential_of_no_business_gets_the_first_and_one_of_an_unknown_business_none()
    {
        await using TestServer server = await TestServer.StartAsync(new PacedChatClient(), _businesses.Setting);
        Tenants tenants = server.Get<Tenants>();

        Assert.Same(tenants.Default, tenants.Of(new ClaimsPrincipal()));
        Assert.Equal(TwoBusinesses.Second, tenants.Of(Holder(TwoBusinesses.Second)).Profile.Tenant);
        Assert.Throws<NotFoundException>(() => tenants.Of(Holder("nobody")));
    }

    [Fact]
    public async Task Two_folders_of_one_tenant_are_refused()
    {
        SettingException error = await Assert.ThrowsAsync<SettingException>(async () =>
        {
            await using TestServer server = await TestServer.StartAsync(
                new PacedChatClient(), ("business", $"{_businesses.Folder},{_businesses.Folder}"));
        });

        Assert.Contains("'north-quay'", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _businesses.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static T Get<T>(Tenant tenant)
        where T : notnull => tenant.Services.GetRequiredService<T>();

    private static ClaimsPrincipal Holder(string tenant) => Caller.Principal("test", tenant, "agent", Scopes.Agent, []);
}
