using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Versions;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>versions, promote, rollback.</summary>
internal static class VersionVerbs
{
    private const string By = "command line";
    private const int MaxRows = 500;

    public static Command Versions()
    {
        Option<bool> json = new("--json") { Description = "write the versions as JSON" };
        Command command = new("versions", "List the versions, newest first.")
        {
            json, VersionsSubverbs.Add(), VersionsSubverbs.Lineage(), VersionsSubverbs.Retire(), VersionsSubverbs.Purge(),
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<VersionView> versions = VersionView.Of(
                await session.Get<VersionStore>().ListAsync(session.Get<BusinessProfile>().Tenant, MaxRows, cancellationToken));
            if (parsed.GetValue(json))
            {
                Session.WriteJson(versions);
                return 0;
            }

            Table table = new Table().AddColumns("version", "status", "parent", "adapter", "made", "decided by", "reason");
            foreach (VersionView version in versions)
            {
                table.AddRow(
                    version.Number.ToString(CultureInfo.InvariantCulture),
                    version.Status,
                    version.ParentNumber?.ToString(CultureInfo.InvariantCulture) ?? "",
                    version.PurgedAt is not null ? "removed" : version.AdapterHash?[..12] ?? "none",
                    version.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    Markup.Escape(version.DecidedBy ?? ""),
                    Markup.Escape(version.Reason ?? ""));
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }

    public static Command Promote()
    {
        Argument<int> number = new("VERSION") { Description = "the version's number" };
        Option<string?> reason = new("--reason") { Description = "why; kept in the audit log" };
        Option<bool> force = new("--override") { Description = "promote what the gate did not pass; needs --reason" };
        Option<bool> json = new("--json") { Description = "write the version as JSON" };
        Command command = new("promote", "Let a version answer from the next message on.") { number, reason, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AssistantVersion found = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            VersionSwitch versions = session.Get<VersionSwitch>();
            Tell(
                parsed.GetValue(force)
                    ? await versions.OverrideAsync(found.Id, By, parsed.GetValue(reason), cancellationToken)
                    : await versions.PromoteAsync(found.Id, By, parsed.GetValue(reason) ?? "promoted by hand", cancellationToken),
                parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    public static Command Rollback()
    {
        Option<string> reason = new("--reason") { Description = "why; kept in the audit log", DefaultValueFactory = _ => "rolled back by hand" };
        Option<bool> json = new("--json") { Description = "write the version as JSON" };
        Command command = new("rollback", "Let the version before the serving one answer again.") { reason, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Tell(
                await session.Get<VersionSwitch>().RollbackAsync(By, parsed.GetValue(reason)!, cancellationToken),
                parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Tell(AssistantVersion version, bool json)
    {
        if (json)
        {
            Session.WriteJson(VersionView.Of(version));
        }
        else
        {
            Console.WriteLine($"Version {version.Number} serves.");
        }
    }
}
