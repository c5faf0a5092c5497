using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AssistantLoop.App.Composition;

/// <summary>Sends the engine's metrics to the collector that the settings name; without one nothing is measured.</summary>
public sealed class TelemetryService(AppSettings settings) : IHostedService, IDisposable
{
    private const int ExportMilliseconds = 15_000;
    private const int ExportTimeoutMilliseconds = 5_000;

    private MeterProvider? _provider;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Telemetry is { } collector)
        {
            _provider = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(resource => resource.AddService("assistantloop"))
                .AddMeter(EngineMetrics.MeterName)
                .AddOtlpExporter((exporter, reader) =>
                {
                    exporter.Endpoint = new Uri(collector, "v1/metrics");
                    exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                    exporter.TimeoutMilliseconds = ExportTimeoutMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = ExportMilliseconds;
                    reader.PeriodicExportingMetricReaderOptions.ExportTimeoutMilliseconds = ExportTimeoutMilliseconds;
                })
                .Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends what was measured last, for at most the exporter's time-out.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.Shutdown(ExportTimeoutMilliseconds);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _provider?.Dispose();
}
