using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Api;
using AssistantLoop.Chat.Business;
using AssistantLoop.Retrieval.Search;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>search: which passages a question finds, and why.</summary>
internal static class SearchVerb
{
    public static Command Create()
    {
        Argument<string> question = new("QUESTION") { Description = "what a visitor would ask" };
        Option<string[]> earlier = new("--earlier")
        {
            Description = "a visitor's message before it; may be given several times, oldest first",
        };
        Option<bool> json = new("--json") { Description = "write the result as JSON" };
        Command command = new("search", "Show which passages a question finds, and why.") { question, earlier, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            SearchRequest request = new(session.Get<BusinessProfile>().Tenant, parsed.GetValue(question)!)
            {
                Earlier = parsed.GetValue(earlier) ?? [],
            };
            SearchView view = SearchView.Of(await session.Get<PassageSearch>().SearchAsync(request, cancellationToken));
            if (parsed.GetValue(json))
            {
                Session.WriteJson(view);
                return 0;
            }

            Tell(view);
            return 0;
        });
        return command;
    }

    private static void Tell(SearchView view)
    {
        Table table = new Table().AddColumns("", "passage", "by words", "by meaning", "answers");
        foreach (SearchedPassage passage in view.Passages)
        {
            table.AddRow(
                passage.Chosen ? "shown" : "",
                $"[bold]{Markup.Escape(passage.Title)}[/] {Markup.Escape(passage.Text)}",
                Place(passage.ByWords),
                Place(passage.ByMeaning),
                passage.Chance is { } chance ? chance.ToString("0.00", CultureInfo.InvariantCulture) : "");
        }

        Screen.Out.WriteLine($"Searched: {view.Question} ({string.Join(' ', view.Words)})");
        Screen.Out.Write(table);
        Screen.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The documents answer it with a probability of {view.Answerable:0.00}."));
    }

    private static string Place(SearchPlace? place) =>
        place is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{place.Rank} ({place.Score:0.00})");
}
