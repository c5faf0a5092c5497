using AssistantLoop.App.Settings;
using AssistantLoop.App.Tenancy;
using AssistantLoop.App.Versions;
using AssistantLoop.App.Workers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Runs;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Artefacts;
using AssistantLoop.Storage.Runs;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.App.Composition;

/// <summary>Composes the worker process. Model and engine are loaded with the first run, so that an idle worker is small.</summary>
public static class WorkerHost
{
    /// <summary>Builds the worker over an open database; the caller runs it.</summary>
    public static IHost Build(AppSettings settings, Database database)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.AddLines();
        builder.Services.AddAssistant(settings, database, WorkerService.Id);
        builder.Services.AddSingleton(provider => new Tenants(provider, settings, WorkerService.Id, _ => { }));
        builder.Services.AddHostedService<WorkerService>();
        return builder.Build();
    }

    /// <summary>A worker over the services of <see cref="AssistantServices"/>.</summary>
    public static RunWorker NewWorker(IServiceProvider services)
    {
        AppSettings settings = services.GetRequiredService<AppSettings>();
        TrainingRun training = new(
            services.GetRequiredService<RunData>(),
            services.GetRequiredService<RunComparison>(),
            services.GetRequiredService<RunLeases>(),
            services.GetRequiredService<VersionStore>(),
            services.GetRequiredService<IArtefactStore>(),
            () => services.GetRequiredService<EngineSource>().Model,
            services.GetRequiredService<BusinessProfile>());
        return new(
            services.GetRequiredService<RunLeases>(),
            training,
            WorkerService.Id,
            Path.Combine(settings.Data, "runs"),
            settings.Threads,
            services.GetRequiredService<TimeProvider>());
    }
}
