using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.Chat.Business;
using AssistantLoop.Learning.Triage;
using AssistantLoop.Storage.Feedback;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>triage: looks into bad answers and says why they were bad, or what the documents lack.</summary>
internal static class TriageVerb
{
    private const int MaxRows = 200;

    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "write the findings as JSON" };
        Option<bool> gaps = new("--gaps") { Description = "list what the documents' owner can mend" };
        Command command = new("triage", "Say why answers were bad: documents, retrieval, citation, style or behaviour.") { json, gaps };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            int done = await session.Get<TriageAll>().RunAsync(tenant, cancellationToken);
            if (parsed.GetValue(gaps))
            {
                Tell([.. (await session.Get<KnowledgeGaps>().ReadAsync(tenant, cancellationToken)).Select(GapView.Of)], parsed.GetValue(json));
            }
            else
            {
                IReadOnlyList<TriageResult> results = await session.Get<TriageStore>().ListAsync(tenant, MaxRows, cancellationToken);
                Tell([.. results.Select(TriageView.Of)], done, parsed.GetValue(json));
            }

            return 0;
        });
        return command;
    }

    private static void Tell(IReadOnlyList<TriageView> findings, int done, bool json)
    {
        if (json)
        {
            Session.WriteJson(findings);
            return;
        }

        Table table = new Table().AddColumns("question", "cause", "rule", "because");
        foreach (TriageView finding in findings)
        {
            table.AddRow(
                Markup.Escape(finding.Question),
                finding.OverruledBy is null ? finding.Cause ?? "undecided" : $"{finding.Cause} (an agent's)",
                finding.Evidence.Rule,
                Markup.Escape(finding.Evidence.Because));
        }

        Screen.Out.Write(table);
        Screen.Out.WriteLine($"{done} looked into; {string.Join(", ", findings.CountBy(finding => finding.Cause ?? "undecided").Select(count => $"{count.Value} {count.Key}"))}");
    }

    private static void Tell(IReadOnlyList<GapView> gaps, bool json)
    {
        if (json)
        {
            Session.WriteJson(gaps);
            return;
        }

        Table table = new Table().AddColumns("question", "answers", "cause", "right answer", "to do");
        foreach (GapView gap in gaps)
        {
            table.AddRow(
                Markup.Escape(gap.Question),
                gap.Count.ToString(CultureInfo.InvariantCulture),
                gap.Cause,
                Markup.Escape(gap.RightAnswer ?? ""),
                Markup.Escape(gap.ToDo));
        }

        Screen.Out.Write(table);
    }
}
