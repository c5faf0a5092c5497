using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Evaluation;
using AssistantLoop.Evaluation.Metrics;
using AssistantLoop.Evaluation.Suites;
using AssistantLoop.Learning.Impact;
using AssistantLoop.Storage.Feedback;
using AssistantLoop.Storage.Impact;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Runs;

/// <summary>Asks a version of the registry: the questions of a suite, and the prompts of corrections again.</summary>
/// <param name="suites">Asks suites.</param>
/// <param name="replay">Asks prompts again.</param>
/// <param name="route">Makes a version ready to answer.</param>
/// <param name="profile">The business.</param>
public sealed class VersionTrial(
    SuiteRun suites,
    CorrectionReplay replay,
    Func<AssistantVersion, CancellationToken, Task<RoutedVersion>> route,
    BusinessProfile profile)
{
    /// <summary>Asks a suite's questions.</summary>
    public async Task<SuiteResult> MeasureAsync(
        Suite suite, AssistantVersion version, CancellationToken cancellationToken) =>
        await suites.RunAsync(suite, profile, await route(version, cancellationToken), new Ignored(), cancellationToken);

    /// <summary>Asks the prompts of corrections again.</summary>
    public async Task<IReadOnlyList<CorrectionOutcome>> ReplayAsync(
        AssistantVersion version, IReadOnlyList<StoredPair> corrections, CancellationToken cancellationToken) =>
        await replay.RunAsync(profile.Tenant, await route(version, cancellationToken), corrections, cancellationToken);

    private sealed class Ignored : IProgress<CaseResult>
    {
        public void Report(CaseResult value)
        {
        }
    }
}
