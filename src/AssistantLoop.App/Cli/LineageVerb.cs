using System.CommandLine;
using System.Globalization;
using AssistantLoop.Chat.Business;
using AssistantLoop.Storage.Versions;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>lineage conversation and lineage version: from a conversation to versions, and back.</summary>
internal static class LineageVerb
{
    public static Command Create() => new("lineage", "From a conversation to versions, from a version to conversations.")
    {
        OfConversation(), OfVersion(),
    };

    private static Command OfConversation()
    {
        Argument<Guid> id = new("CONVERSATION") { Description = "the conversation's id" };
        Option<bool> json = new("--json") { Description = "write it as JSON" };
        Command command = new("conversation", "Which versions answered, and where the feedback went.") { id, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            ConversationLineage lineage = await session.Get<LineageStore>().OfConversationAsync(
                session.Get<BusinessProfile>().Tenant, parsed.GetValue(id), cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(lineage);
                return 0;
            }

            foreach (AnsweringVersion answer in lineage.Answers)
            {
                Console.WriteLine(
                    $"Version {answer.VersionNumber} gave {answer.Answers} answers; data set {answer.DataSetHash?[..12] ?? "none"}, "
                    + $"run {answer.RunId?.ToString() ?? "none"}");
            }

            foreach (FeedbackTrace trace in lineage.Feedback)
            {
                Console.WriteLine(
                    $"{trace.Kind} of answer {trace.MessageId}: data set {trace.DataSetHash?[..12] ?? "none yet"}, "
                    + $"version {trace.VersionNumber?.ToString(CultureInfo.InvariantCulture) ?? "none yet"}");
            }

            return 0;
        });
        return command;
    }

    private static Command OfVersion()
    {
        Argument<int> number = new("VERSION") { Description = "the version's number" };
        Option<bool> trained = new("--trained") { Description = "those whose feedback trained it, in place of those it answered" };
        Option<Guid?> before = new("--before") { Description = "the last conversation of the page before" };
        Option<int> limit = new("--limit") { Description = "conversations at most, 1 to 200", DefaultValueFactory = _ => 50 };
        Option<bool> json = new("--json") { Description = "write them as JSON" };
        Command command = new("version", "The conversations that a version answered, newest first.") { number, trained, before, limit, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            AssistantVersion version = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            int rows = Math.Clamp(parsed.GetValue(limit), 1, 200);
            LineageStore lineage = session.Get<LineageStore>();
            IReadOnlyList<LineageConversation> page = parsed.GetValue(trained)
                ? await lineage.TrainedOnAsync(tenant, version.Id, parsed.GetValue(before), rows, cancellationToken)
                : await lineage.AnsweredAsync(tenant, version.Id, parsed.GetValue(before), rows, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(page);
                return 0;
            }

            Table table = new Table().AddColumns("conversation", "visitor", "begun", parsed.GetValue(trained) ? "feedback" : "answers");
            foreach (LineageConversation conversation in page)
            {
                table.AddRow(
                    conversation.Id.ToString(), Markup.Escape(conversation.Visitor),
                    conversation.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    conversation.Count.ToString(CultureInfo.InvariantCulture));
            }

            Screen.Out.Write(table);
            return 0;
        });
        return command;
    }
}
