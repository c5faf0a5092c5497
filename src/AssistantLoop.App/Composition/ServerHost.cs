using AssistantLoop.App.Actions;
using AssistantLoop.App.Api;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Business;
using AssistantLoop.App.Generators;
using AssistantLoop.App.Hubs;
using AssistantLoop.App.OpenAi;
using AssistantLoop.App.Security;
using AssistantLoop.App.Settings;
using AssistantLoop.Storage;
using Microsoft.AspNetCore.Authentication;
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
        builder.Services.AddAssistant(settings, database, $"server@{Environment.MachineName}");
        builder.Services.AddSingleton(AgentKey.LoadOrCreate(settings.Data));
        builder.Services.AddHostedService(provider => provider.GetRequiredService<AnswerJobs>());
        builder.Services.AddHostedService<ActionService>();
        builder.Services.AddHostedService<TriageService>();
        builder.Services.AddHostedService<LearningTriggerService>();
        builder.Services.AddHostedService<VersionWatchService>();
        builder.Services.AddHostedService<DriftService>();
        builder.Services.AddHostedService<ErasureService>();
        builder.Services.AddSingleton<ReviewDetails>();
        builder.Services.AddSingleton<ModelNames>();
        builder.Services.AddSingleton<ChatCompletions>();
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
        builder.Services.AddAuthorization();
        builder.Services.AddCors();
        builder.Services
            .AddAuthentication(AgentKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, AgentKeyAuthentication>(AgentKeyAuthentication.SchemeName, _ => { });
        configure?.Invoke(builder.Services);
        return Map(builder.Build(), settings);
    }

    private static WebApplication Map(WebApplication app, AppSettings settings)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
        app.UseMiddleware<OpenAiErrors>();
        app.UseMiddleware<OriginCheck>();
        app.UseCors(cors => cors.WithOrigins([.. settings.AllowedOrigins]).AllowAnyHeader().AllowAnyMethod().AllowCredentials());
        app.UseAuthentication();
        app.UseAuthorization();
        MapPages(app, settings);
        app.MapSite();
        RouteGroupBuilder agents = app.MapGroup("").RequireAuthorization();
        agents.MapConversations();
        agents.MapFeedback();
        agents.MapReview();
        agents.MapDecisions();
        agents.MapTriage();
        agents.MapLearning();
        agents.MapReports();
        agents.MapDataSets();
        agents.MapImpact();
        agents.MapVersions();
        agents.MapBusinessContent();
        agents.MapStyles();
        agents.MapPreview();
        agents.MapGenerators();
        agents.MapExperiments();
        agents.MapLineage();
        agents.MapDrift();
        agents.MapAudit();
        agents.MapDocuments();
        agents.MapSearch();
        agents.MapDocumentWarnings();
        agents.MapImports();
        agents.MapComparisons();
        agents.MapTasks();
        agents.MapErasure();
        agents.MapOpenAi();
        app.MapHub<ChatHub>("/hub/chat");
        app.MapHub<ConsoleHub>("/hub/console").RequireAuthorization();
        return app;
    }

    private static void MapPages(WebApplication app, AppSettings settings)
    {
        string pages = Path.Combine(settings.Home, "src", "web", "dist");
        if (!Directory.Exists(pages))
        {
            throw new SettingException("home", $"{pages} is missing; build the pages with ./assistantloop up");
        }

        PhysicalFileProvider files = new(pages);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
