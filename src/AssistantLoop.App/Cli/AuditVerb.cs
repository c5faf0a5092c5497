using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Audit;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>audit verify, list and head: the record of every decision.</summary>
internal static class AuditVerb
{
    private const int MaxRows = 500;

    public static Command Create() => new("audit", "Check and read the record of every decision.")
    {
        Verify(), List(), Head(),
    };

    private static Command Verify()
    {
        Option<string?> head = new("--head") { Description = "NUMBER:HASH that audit head wrote earlier; the log must still hold it" };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("verify", "Recompute the whole log; exit code 1 if any row was edited, removed, moved or put in.")
        {
            head, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            AuditHead? noted = AuditApi.Noted(parsed.GetValue(head));
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            AuditLog log = session.Get<AuditLog>();
            AuditFault? fault = await log.VerifyAsync(tenant, cancellationToken, noted);
            AuditHead? last = await log.HeadAsync(tenant, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(new { ok = fault is null, row = fault?.Sequence, problem = fault?.Problem, head = last?.ToString() });
            }
            else
            {
                Console.WriteLine(fault is null
                    ? $"The log is whole: {last?.Sequence ?? 0} rows, head {last?.ToString() ?? "none"}."
                    : fault.Problem);
            }

            return fault is null ? 0 : 1;
        });
        return command;
    }

    private static Command List()
    {
        Option<long> after = new("--after") { Description = "rows after this number" };
        Option<int> limit = new("--limit") { Description = "rows at most, 1 to 500", DefaultValueFactory = _ => 100 };
        Option<bool> json = new("--json") { Description = "write the rows as JSON" };
        Command command = new("list", "Write rows of the log, oldest first.") { after, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<AuditEntry> rows = await session.Get<AuditLog>().ReadAsync(
                session.Get<BusinessProfile>().Tenant, parsed.GetValue(after), Math.Clamp(parsed.GetValue(limit), 1, MaxRows),
                cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(rows);
                return 0;
            }

            Table table = new Table().AddColumns("row", "at", "who", "what", "on", "particulars");
            foreach (AuditEntry row in rows)
            {
                table.AddRow(
                    row.Sequence.ToString(CultureInfo.InvariantCulture),
                    row.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                    Markup.Escape(row.Actor),
                    Markup.Escape(row.Action),
                    Markup.Escape(row.Subject),
                    Markup.Escape(row.Details));
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Head()
    {
        Command command = new("head", "Write NUMBER:HASH of the newest row, to be noted where nobody can change it.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            AuditHead? head = await session.Get<AuditLog>().HeadAsync(session.Get<BusinessProfile>().Tenant, cancellationToken);
            Console.WriteLine(head?.ToString() ?? "The log is empty.");
            return 0;
        });
        return command;
    }
}
