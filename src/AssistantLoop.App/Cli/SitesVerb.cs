using System.CommandLine;
using AssistantLoop.App.Access;
using AssistantLoop.App.Security;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage;
using AssistantLoop.Storage.Access;
using AssistantLoop.Storage.Audit;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>sites list, add, disable, enable and secret: the pages that embed the chat.</summary>
internal static class SitesVerb
{
    private const string By = "command line";

    public static Command Create() => new("sites", "List, add and disable the sites that embed the chat.")
    {
        List(), Add(), Switch("disable", "Turn a site's key off.", disabled: true), Switch("enable", "Turn a site's key on again.", disabled: false), Secret(),
    };

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "write the sites as JSON" };
        Command command = new("list", "List the business's sites.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            SiteView[] sites = [.. (await session.Get<SiteStore>().ListAsync(Tenant(session), cancellationToken))
                .Select(site => SiteView.Of(site, session.Settings.Url))];
            if (parsed.GetValue(json))
            {
                Session.WriteJson(sites);
                return 0;
            }

            Table table = new Table().AddColumns("key", "name", "origins", "identity", "state");
            foreach (SiteView site in sites)
            {
                table.AddRow(
                    site.Key, Markup.Escape(site.Name), Markup.Escape(string.Join('\n', site.AllowedOrigins)),
                    site.RequiresIdentity ? "required" : "optional", site.Disabled ? "disabled" : "on");
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Add()
    {
        Option<string> name = new("--name") { Description = "what people call it", Required = true };
        Option<string> origins = new("--origins") { Description = "the origins of its pages, such as https://shop.example, comma-separated", Required = true };
        Option<bool> identity = new("--require-identity") { Description = "take only visitors with a signed identity" };
        Option<string?> language = new("--language") { Description = "the widget's language (default: the browser's)" };
        Command command = new("add", "Add a site and write what to put into its pages.") { name, origins, identity, language };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            SiteDetails details = new SiteRequest(
                parsed.GetValue(name),
                parsed.GetValue(origins)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                parsed.GetValue(identity),
                Language: parsed.GetValue(language)).Checked();
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Site added = await session.Get<SiteStore>().AddAsync(Tenant(session), SiteView.NewKey(), details, By, cancellationToken);
            Console.WriteLine(SiteView.Of(added, session.Settings.Url).Embed);
            return 0;
        });
        return command;
    }

    private static Command Switch(string verb, string description, bool disabled)
    {
        Argument<string> key = new("SITE") { Description = "the site's key or name" };
        Command command = new(verb, description) { key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Site found = await FindAsync(session, parsed.GetValue(key)!, cancellationToken);
            await session.Get<SiteStore>().DisableAsync(Tenant(session), found.Id, disabled, By, cancellationToken);
            Console.WriteLine($"{found.Name} is {(disabled ? "disabled" : "on")}.");
            return 0;
        });
        return command;
    }

    private static Command Secret()
    {
        Argument<string> key = new("SITE") { Description = "the site's key or name" };
        Option<bool> rotate = new("--rotate") { Description = "go on to a new secret" };
        Option<int?> grace = new("--grace") { Description = "with --rotate, hours that the old secret is still taken (default: 24)" };
        Command command = new("secret", "Write the secret with which the business signs its visitors' identities.") { key, rotate, grace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Site found = await FindAsync(session, parsed.GetValue(key)!, cancellationToken);
            if (parsed.GetValue(rotate))
            {
                found = await session.Get<SiteStore>().RotateSecretAsync(
                    Tenant(session), found.Id, KeyIssue.Grace(parsed.GetValue(grace)), By, cancellationToken);
            }

            await session.Get<AuditLog>().AppendAsync(Tenant(session), By, "site.secret-shown", found.Id.ToString(), "{}", cancellationToken);
            Console.WriteLine(session.Get<ServerSecret>().ForSite(found.Tenant, found.Id, found.SecretGeneration));
            return 0;
        });
        return command;
    }

    private static async Task<Site> FindAsync(Session session, string wanted, CancellationToken cancellationToken) =>
        (await session.Get<SiteStore>().ListAsync(Tenant(session), cancellationToken))
            .FirstOrDefault(site => site.PublicKey == wanted || site.Name == wanted)
        ?? throw new NotFoundException("site", wanted, Tenant(session));

    private static string Tenant(Session session) => session.Get<BusinessProfile>().Tenant;
}
