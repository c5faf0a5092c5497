using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Conversations;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>conversations tasks: conversations broken down into tasks.</summary>
internal static class ConversationsVerb
{
    private const int PageSize = 200;

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "write the tasks as JSON" };
        Option<bool> imported = new("--imported") { Description = "those of imported chats instead of visitors'" };
        Option<int> limit = new("--limit") { Description = "conversations, the newest first", DefaultValueFactory = _ => 100 };
        Command tasks = new("tasks", "List what visitors wanted, turn by turn, with what probably came of it.") { json, imported, limit };
        tasks.SetAction(async (parsed, cancellationToken) =>
        {
            int most = parsed.GetValue(limit) is > 0 and int given
                ? given
                : throw new SettingException("limit", $"must be 1 or more; given: {parsed.GetValue(limit)}");
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<TaskView> found = await ReadAsync(
                session.Get<TaskReader>(), session.Get<BusinessProfile>().Tenant, parsed.GetValue(imported), most, cancellationToken);
            if (parsed.GetValue(json))
            {
                Session.WriteJson(found);
                return 0;
            }

            Table table = new Table().AddColumns("conversation", "turn", "question", "context", "outcome", "evidence");
            foreach (TaskView task in found)
            {
                table.AddRow(
                    task.ConversationId.ToString()[..8],
                    task.Turn.ToString(CultureInfo.InvariantCulture),
                    Markup.Escape(task.Question),
                    task.Context.Count.ToString(CultureInfo.InvariantCulture),
                    task.Outcome,
                    Markup.Escape(string.Join("; ", task.Evidence)));
            }

            Screen.Out.Write(table);
            return 0;
        });
        return new("conversations", "Look at conversations.") { tasks };
    }

    private static async Task<IReadOnlyList<TaskView>> ReadAsync(
        TaskReader reader, string tenant, bool imported, int most, CancellationToken cancellationToken)
    {
        List<TaskView> found = [];
        Guid? from = null;
        for (int left = most; left > 0; left -= PageSize)
        {
            TaskPage page = imported
                ? await reader.ReadImportedAsync(tenant, from, Math.Min(left, PageSize), cancellationToken)
                : await reader.ReadAsync(tenant, from, Math.Min(left, PageSize), cancellationToken);
            found.AddRange(page.Tasks.Select(TaskView.Of));
            if ((from = page.Next) is null)
            {
                break;
            }
        }

        return found;
    }
}
