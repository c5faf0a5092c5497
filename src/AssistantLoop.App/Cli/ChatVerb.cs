using System.CommandLine;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Versions;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Citations;
using AssistantLoop.Chat.Turns;
using AssistantLoop.Storage.Versions;
using Microsoft.Extensions.AI;

namespace AssistantLoop.App.Cli;

/// <summary>chat: a question, or a conversation, in the terminal. Nothing of it is stored.</summary>
internal static class ChatVerb
{
    private const string Quit = "/quit";

    public static Command Create()
    {
        Argument<string?> message = new("MESSAGE")
        {
            Description = "one question (default: a conversation, until /quit)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<int?> number = new("--version") { Description = "the version's number (default: the one that serves)" };
        Option<bool> json = new("--json") { Description = "write the answer as JSON; with MESSAGE alone" };
        Command command = new("chat", "Ask in the terminal, as a visitor would.") { message, number, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            await session.EnsureReadyAsync(cancellationToken);
            AssistantVersion version = await session.VersionAsync(parsed.GetValue(number), cancellationToken);
            RoutedVersion routed = await session.Get<VersionRouter>().RouteAsync(version, cancellationToken);
            if (parsed.GetValue(message) is not { } question)
            {
                return await TalkAsync(session, routed, cancellationToken);
            }

            bool quiet = parsed.GetValue(json);
            TurnCompleted answer = await AskAsync(
                session, routed, [new(ChatRole.User, MessageText.Parse(question))], quiet, cancellationToken);
            if (quiet)
            {
                Session.WriteJson(new
                {
                    answer.Text,
                    version = version.Number,
                    citations = answer.Citations.Select(CitationView),
                });
            }

            return 0;
        });
        return command;
    }

    private static async Task<int> TalkAsync(Session session, RoutedVersion version, CancellationToken cancellationToken)
    {
        List<ChatMessage> turns = [];
        await Console.Error.WriteLineAsync($"{session.Get<BusinessProfile>().Welcome} ({Quit} ends)");
        while (true)
        {
            await Console.Error.WriteAsync("> ");
            string? line = await Console.In.ReadLineAsync(cancellationToken);
            if (line is null || line.Trim() == Quit)
            {
                return 0;
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            turns.Add(new(ChatRole.User, line));
            TurnCompleted answer = await AskAsync(session, version, turns, quiet: false, cancellationToken);
            turns.Add(new(ChatRole.Assistant, answer.Text));
        }
    }

    private static async Task<TurnCompleted> AskAsync(
        Session session, RoutedVersion version, IReadOnlyList<ChatMessage> turns, bool quiet, CancellationToken cancellationToken)
    {
        TurnCompleted? answer = null;
        TurnRequest request = new(session.Get<BusinessProfile>(), version, turns);
        await foreach (TurnEvent happened in session.Get<ChatTurn>().RunAsync(request, cancellationToken))
        {
            answer = happened as TurnCompleted ?? answer;
            if (happened is TurnText piece && !quiet)
            {
                Console.Write(piece.Text);
            }
        }

        if (!quiet)
        {
            Console.WriteLine();
            foreach (Citation citation in answer!.Citations)
            {
                Console.WriteLine($"  [{citation.Number}] {citation.Source.Passage.Title}: {citation.Source.Passage.Text}");
            }
        }

        return answer!;
    }

    private static object CitationView(Citation citation) =>
        new { citation.Number, citation.Source.Passage.Title, citation.Source.Passage.Text, citation.Source.Passage.Path };
}
