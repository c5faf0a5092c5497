using AssistantLoop.App.Actions;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api;
using AssistantLoop.App.Business;
using AssistantLoop.App.Generators;
using AssistantLoop.App.Hubs;
using AssistantLoop.App.OpenAi;
using AssistantLoop.App.OpenApi;
using AssistantLoop.App.Pages;
using AssistantLoop.App.Retention;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Webhooks;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.FileProviders;

namespace AssistantLoop.App.Composition;

/// <summary>Composes the web server.</summary>
public static class ServerHost
{
    /// <summary>The largest socket message, in bytes; past it SignalR closes the socket, so it is far over the longest message.</summary>
    private const int MaxSocketMessage = 256 * 1024;

    /// <summary>Builds the server over an open database; the caller runs it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="database">The open database.</param>
    /// <param name="configure">Changes the services last, such as another <see cref="IChatClient"/> that answers.</param>
    public static WebApplication Build(
        AppSettings settings, Database database, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(settings.Url);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxSocketMessage);
        builder.Logging.AddLines();
        string node = NodeOf(settings);
        builder.Services.AddAssistant(settings, database, node);
        AddServed(builder.Services);
        builder.Services.AddSingleton(provider => new Tenants(provider, settings, node, AddServed));
        builder.Services.AddHostedService<TenantHosting>();
        builder.Services.AddSingleton<ConnectionLimits>();
        builder.Services.AddSingleton(AgentKey.LoadOrCreate(settings.Data));
        builder.Services.AddHostedService<WebhookService>();
        builder.Services.AddHostedService<TelemetryService>();
        builder.Services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxSocketMessage;
                hub.StreamBufferCapacity = 16;
                hub.MaximumParallelInvocationsPerClient = 4;
            })
            .AddHubOptions<ChatHub>(hub => hub.AddFilter<TypedErrorFilter>())
            .AddHubOptions<ConsoleHub>(hub => hub.AddFilter<TypedErrorFilter>());
        builder.Services.AddSingleton<TypedErrorFilter>();
        // Nothing here is encrypted for later, so no key needs a place on disk.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemMapping>();
        builder.Services.AddAccess();
        builder.Services.AddApiDocument();
        configure?.Invoke(builder.Services);
        return Map(builder.Build(), settings);
    }

    /// <summary>What a server does for each business.</summary>
    private static void AddServed(IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<AnswerJobs>());
        services.AddHostedService<ActionService>();
        services.AddHostedService<TriageService>();
        services.AddHostedService<LearningTriggerService>();
        services.AddHostedService<VersionWatchService>();
        services.AddHostedService<DriftService>();
        services.AddHostedService<ErasureService>();
        services.AddHostedService<RetentionService>();
        services.AddSingleton<ConversationNews>();
        services.AddSingleton<ReviewDetails>();
        services.AddSingleton<ModelNames>();
        services.AddSingleton<ChatCompletions>();
    }

    private static WebApplication Map(WebApplication app, AppSettings settings)
    {
        app.UseTrustedProxies(settings);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.UseMiddleware<OpenAiErrors>();
        app.UseMiddleware<OriginCheck>();
        app.UseCors();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<TenantSelection>();
        MapPages(app, settings);
        app.MapSite();
        app.MapApiDocument();
        MapApi(app);
        app.MapHub<ChatHub>("/hub/chat").RequireScope(Scopes.Chat);
        app.MapHub<ConsoleHub>("/hub/console").RequireScope(Scopes.Read);
        return app;
    }

    // What only reads takes the scope "read" where nothing else is said; what changes something takes the one of its line.
    private static void MapApi(WebApplication app)
    {
        RouteGroupBuilder Changing(string scope) =>
            app.MapGroup("").RequireAuthorization(ScopeRequirement.Policy).WithMetadata(new ChangeScope(scope));
        RouteGroupBuilder chat = Changing(Scopes.Chat);
        RouteGroupBuilder feedback = Changing(Scopes.Feedback);
        RouteGroupBuilder review = Changing(Scopes.Review);
        RouteGroupBuilder learning = Changing(Scopes.Learning);
        RouteGroupBuilder content = Changing(Scopes.Content);
        RouteGroupBuilder settings = Changing(Scopes.Settings);
        chat.MapConversations();
        review.MapHandling();
        chat.MapTasks();
        feedback.MapTraces();
        feedback.MapFeedback();
        feedback.MapComparisons();
        review.MapReview();
        review.MapDecisions();
        review.MapTriage();
        learning.MapLearning();
        learning.MapReports();
        learning.MapDataSets();
        learning.MapImpact();
        learning.MapVersions();
        learning.MapExperiments();
        learning.MapLineage();
        learning.MapDrift();
        learning.MapImports();
        learning.MapGenerators();
        content.MapBusinessContent();
        content.MapStyles();
        content.MapPreview();
        content.MapDocuments();
        content.MapSearch();
        content.MapDocumentWarnings();
        settings.MapLimits();
        settings.MapWebhooks();
        settings.MapUsage();
        Changing(Scopes.Erase).MapErasure();
        Changing(Scopes.Erase).MapExport();
        app.MapGroup("").RequireScope(Scopes.Audit).MapAudit();
        app.MapGroup("").RequireScope(Scopes.Keys).MapKeys();
        app.MapGroup("").RequireScope(Scopes.Keys).MapSites();
        app.MapGroup("").RequireScope(Scopes.Keys).MapActionSecrets();
        app.MapGroup("").RequireScope(Scopes.Chat).MapOpenAi();
        app.MapGroup("").RequireAuthorization().MapMe();
    }

    // Two servers of one machine are two nodes.
    private static string NodeOf(AppSettings settings) => $"server@{Environment.MachineName}:{new Uri(settings.Url).Port}";

    private static void MapPages(WebApplication app, AppSettings settings)
    {
        string pages = Path.Combine(settings.Home, "src", "web", "dist");
        if (!Directory.Exists(pages))
        {
            throw new SettingException("home", $"{pages} is missing; build the pages with ./assistantloop up");
        }

        PhysicalFileProvider files = new(pages);
        app.UseMiddleware<ConsolePage>(files);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
