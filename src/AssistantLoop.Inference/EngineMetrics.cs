using System.Diagnostics.Metrics;

namespace AssistantLoop.Inference;

/// <summary>
/// What the engine measures, as a meter that OpenTelemetry and <c>dotnet-counters</c> read; each measurement has the tenant.
/// Names follow OpenTelemetry's conventions for generative AI where those have one
/// (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/). Costs nothing while nobody listens.
/// </summary>
public static class EngineMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AssistantLoop.Inference";

    private const string TenantTag = "tenant";

    private static readonly Meter s_meter = new(MeterName);

    private static readonly Histogram<double> s_queued = s_meter.CreateHistogram<double>(
        "assistantloop.queue.time", "s", "From the request to its slot.");

    private static readonly Histogram<double> s_first = s_meter.CreateHistogram<double>(
        "gen_ai.server.time_to_first_token", "s", "From the request to its answer's first token.");

    private static readonly Histogram<double> s_next = s_meter.CreateHistogram<double>(
        "gen_ai.server.time_per_output_token", "s", "From one token of an answer to the next.");

    private static readonly Counter<long> s_input = s_meter.CreateCounter<long>(
        "assistantloop.tokens.input", "{token}", "Tokens of prompts.");

    private static readonly Counter<long> s_output = s_meter.CreateCounter<long>(
        "assistantloop.tokens.output", "{token}", "Tokens of answers.");

    private static readonly Counter<long> s_reused = s_meter.CreateCounter<long>(
        "assistantloop.tokens.reused", "{token}", "Tokens of prompts whose keys and values were still there.");

    private static readonly Counter<long> s_refused = s_meter.CreateCounter<long>(
        "assistantloop.requests.refused", "{request}", "Requests refused because the line was full.");

    private static readonly Histogram<int> s_rows = s_meter.CreateHistogram<int>(
        "assistantloop.batch.size", "{row}", "Answers that one decode step serves, of all tenants.");

    private static readonly Counter<long> s_guessed = s_meter.CreateCounter<long>(
        "assistantloop.tokens.guessed", "{token}", "Tokens guessed from what stood before.");

    private static readonly Counter<long> s_right = s_meter.CreateCounter<long>(
        "assistantloop.tokens.guessed.right", "{token}", "Guessed tokens that came true.");

    internal static void Guessed(string tenant, int guessed, int right)
    {
        s_guessed.Add(guessed, Tag(tenant));
        s_right.Add(right, Tag(tenant));
    }

    internal static void Refused(string tenant) => s_refused.Add(1, Tag(tenant));

    internal static void Admitted(string tenant, TimeSpan queued, int promptTokens, int reusedTokens)
    {
        s_queued.Record(queued.TotalSeconds, Tag(tenant));
        s_input.Add(promptTokens, Tag(tenant));
        s_reused.Add(reusedTokens, Tag(tenant));
    }

    internal static void FirstToken(string tenant, TimeSpan sinceRequest)
    {
        s_first.Record(sinceRequest.TotalSeconds, Tag(tenant));
        s_output.Add(1, Tag(tenant));
    }

    internal static void NextToken(string tenant, TimeSpan sinceLast)
    {
        s_next.Record(sinceLast.TotalSeconds, Tag(tenant));
        s_output.Add(1, Tag(tenant));
    }

    internal static void Step(int rows) => s_rows.Record(rows);

    private static KeyValuePair<string, object?> Tag(string tenant) => new(TenantTag, tenant);
}
