using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Api;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Erasure;
using AssistantLoop.Storage.Erasure;

namespace AssistantLoop.App.Cli;

/// <summary>erase: removes a visitor, and deals with what was trained on them.</summary>
internal static class EraseVerb
{
    private const string By = "command line";

    public static Command Create()
    {
        Argument<string> visitor = new("VISITOR") { Description = "the visitor's id" };
        Option<bool> dryRun = new("--dry-run") { Description = "tell what would be erased and change nothing" };
        Option<string> policy = new("--policy")
        {
            Description = "what becomes of versions trained on their samples: retire, retrain or list",
            DefaultValueFactory = _ => "retire",
        };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("erase", "Erase a visitor and deal with the versions trained on them.") { visitor, dryRun, policy, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            ErasurePolicy wanted = ErasureView.Parse(parsed.GetValue(policy)!)
                ?? throw new SettingException("policy", $"must be retire, retrain or list; given: {parsed.GetValue(policy)}");
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            ErasureView report = ErasureView.Of(await session.Get<VisitorErasure>().RunAsync(
                session.Get<BusinessProfile>().Tenant,
                VisitorId.OfNamed(parsed.GetValue(visitor)!),
                wanted,
                By,
                parsed.GetValue(dryRun),
                cancellationToken));
            if (parsed.GetValue(json))
            {
                Session.WriteJson(report);
            }
            else
            {
                Tell(report, parsed.GetValue(dryRun));
            }

            return report.Problem is null ? 0 : 1;
        });
        return command;
    }

    private static void Tell(ErasureView report, bool dryRun)
    {
        ErasureCounts removed = report.Removed;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(dryRun ? "Would erase" : "Erased")} {removed.Conversations} conversations, {removed.Messages} messages, {removed.Ratings} ratings and suggestions, "
            + $"{removed.Corrections} corrections, {removed.Pairs} pieces of feedback, {removed.Prompts} prompts."));
        foreach (ErasedDataSet set in report.DataSets)
        {
            Console.WriteLine($"Data set {set.Hash[..12]} {(report.Policy == "list" ? "holds" : "held")} {set.Samples} of their samples.");
        }

        if (report.Versions.Count > 0)
        {
            string versions = string.Join(", ", report.Versions);
            Console.WriteLine(report.Policy == "list"
                ? $"Versions trained on them: {versions}."
                : $"Versions trained on them, which are not promoted again: {versions}.");
        }

        if (report.Promoted is { } promoted)
        {
            Console.WriteLine($"Version {promoted} serves instead.");
        }

        if (report.Run is { } run)
        {
            Console.WriteLine($"Run {run} is queued for a successor; the serving version answers until then.");
        }

        if (report.Problem is { } problem)
        {
            Console.Error.WriteLine($"assistantloop: {problem}");
        }
    }
}
