using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Impact;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>impact: what corrections did, version by version.</summary>
internal static class ImpactVerb
{
    public static Command Create()
    {
        Option<string?> author = new("--author") { Description = "one agent's corrections (default: everybody's)" };
        Option<int> limit = new("--limit") { Description = "the most versions", DefaultValueFactory = _ => 10 };
        Option<bool> json = new("--json") { Description = "write the outcomes as JSON" };
        Command command = new("impact", "Tell what corrections did in the versions that learnt from them.") { author, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<VersionImpact> impacts = await session.Get<ImpactStore>().ReadAsync(
                session.Get<BusinessProfile>().Tenant, parsed.GetValue(author), parsed.GetValue(limit), cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(impacts.Select(ImpactView.Of));
                return 0;
            }

            foreach (VersionImpact impact in impacts)
            {
                Console.WriteLine(impact);
                Table table = new Table().AddColumns("outcome", "before", "after", "the right answer", "the new answer");
                foreach (CorrectionOutcome outcome in impact.Outcomes)
                {
                    table.AddRow(
                        outcome.Verdict.ToString().ToLowerInvariant(),
                        outcome.Before.ToString("0.00", CultureInfo.InvariantCulture),
                        outcome.After.ToString("0.00", CultureInfo.InvariantCulture),
                        Markup.Escape(outcome.Correction),
                        Markup.Escape(outcome.Answer));
                }

                Screen.Out.Write(table);
            }

            if (impacts.Count == 0)
            {
                Console.WriteLine("No version has learnt from corrections yet.");
            }

            return 0;
        });
        return command;
    }
}
