using System.CommandLine;
using AssistantLoop.App.Answers;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Erasure;

namespace AssistantLoop.App.Cli;

/// <summary>export: writes all that is kept of a visitor, to be given to them.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        Option<string> visitor = new("--visitor") { Description = "the visitor's id; user:ID of one whose identity was signed", Required = true };
        Command command = new("export", "Write all that is kept of a visitor as JSON.") { visitor };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            Session.WriteJson(await session.Get<ExportStore>().ReadAsync(
                session.Get<BusinessProfile>().Tenant, VisitorId.OfNamed(parsed.GetValue(visitor)!), "command line", cancellationToken));
            return 0;
        });
        return command;
    }
}
