using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Access;
using AssistantLoop.App.Api;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Access;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>keys list, add, rotate and revoke: who may ask for what.</summary>
internal static class KeysVerb
{
    public static Command Create() => new("keys", "List, add, rotate and revoke API keys.") { List(), Add(), Rotate(), Revoke() };

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "write the keys as JSON" };
        Command command = new("list", "List the business's keys; their texts are not kept.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<ApiKey> keys = await session.Get<ApiKeyStore>().ListAsync(Tenant(session), cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(keys.Select(KeyView.Of));
                return 0;
            }

            Table table = new Table().AddColumns("begins", "name", "role", "scopes", "works until", "last used");
            foreach (ApiKey key in keys)
            {
                table.AddRow(
                    Markup.Escape(key.Prefix), Markup.Escape(key.Name), key.Role, key.Scopes,
                    key.RevokedAt is not null ? "revoked" : Time(key.ExpiresAt) ?? "for good", Time(key.LastUsedAt) ?? "never");
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Add()
    {
        Option<string> name = new("--name") { Description = "who will use it", Required = true };
        Option<string> role = new("--role") { Description = "agent, operator or owner", DefaultValueFactory = _ => Scopes.Agent };
        Option<string?> scopes = new("--scopes") { Description = $"what it may do, comma-separated, of {string.Join(", ", Scopes.All)} (default: the role's)" };
        Option<int?> days = new("--days") { Description = "days until it ends (default: never)" };
        Command command = new("add", "Add a key and write it, this once.") { name, role, scopes, days };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            KeyRequest request = new(
                parsed.GetValue(name), parsed.GetValue(role),
                parsed.GetValue(scopes)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                parsed.GetValue(days));
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Console.WriteLine((await session.Get<KeyIssue>().AddAsync(Tenant(session), request, Authority.CommandLine, cancellationToken)).Text);
            return 0;
        });
        return command;
    }

    private static Command Rotate()
    {
        Argument<string> key = new("KEY") { Description = "how the key begins, or its name" };
        Option<int?> grace = new("--grace") { Description = "hours that the old key still works (default: 24)" };
        Command command = new("rotate", "Put a new key in the place of one and write it, this once.") { key, grace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            ApiKey found = await FindAsync(session, parsed.GetValue(key)!, cancellationToken);
            Console.WriteLine((await session.Get<KeyIssue>().RotateAsync(
                Tenant(session), found.Id, parsed.GetValue(grace), Authority.CommandLine, cancellationToken)).Text);
            return 0;
        });
        return command;
    }

    private static Command Revoke()
    {
        Argument<string> key = new("KEY") { Description = "how the key begins, or its name" };
        Command command = new("revoke", "End a key at once.") { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            ApiKey found = await FindAsync(session, parsed.GetValue(key)!, cancellationToken);
            await session.Get<KeyIssue>().RevokeAsync(Tenant(session), found.Id, Authority.CommandLine, cancellationToken);
            Console.WriteLine($"{found.Prefix}… of {found.Name} is revoked.");
            return 0;
        });
        return command;
    }

    private static async Task<ApiKey> FindAsync(Session session, string wanted, CancellationToken cancellationToken)
    {
        DateTimeOffset now = session.Get<TimeProvider>().GetUtcNow();
        return (await session.Get<ApiKeyStore>().ListAsync(Tenant(session), cancellationToken))
            .Where(key => key.Prefix == wanted || key.Name == wanted && key.WorksAt(now)).FirstOrDefault()
            ?? throw new NotFoundException("key", wanted, Tenant(session));
    }

    private static string Tenant(Session session) => session.Get<BusinessProfile>().Tenant;

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
