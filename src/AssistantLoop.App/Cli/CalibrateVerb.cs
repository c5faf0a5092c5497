using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AssistantLoop.App.Composition;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Retrieval.Search;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>calibrate: fits what tells "the documents do not say" to the business's own questions.</summary>
internal static class CalibrateVerb
{
    private const int Fewest = 20;

    public static Command Create()
    {
        Argument<string> file = new("QUESTIONS")
        {
            Description = "JSON lines: {\"question\": \"…\", \"answered\": true|false}, whether the documents answer it",
        };
        Command command = new("calibrate", "Fit when the documents do not say to questions of your own.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            List<Labelled> questions = Read(Path.GetFullPath(parsed.GetValue(file)!));
            await using Session session = await Session.OpenAsync(parsed, cancellationToken);
            string tenant = session.Get<BusinessProfile>().Tenant;
            List<(SearchSignals, bool)> signals = [];
            foreach (Labelled labelled in questions)
            {
                SearchResult found = await session.Get<PassageSearch>().SearchAsync(new(tenant, labelled.Question), cancellationToken);
                signals.Add((found.Signals, labelled.Answered));
            }

            Answerability weights = Answerability.Fit(signals);
            AnswerabilityFile.Write(AnswerabilityFile.Own(session.Settings), RetrievalServices.EmbedderId(session.Services), weights);
            Screen.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{AnswerabilityFile.Own(session.Settings)}: fitted to {questions.Count} questions, {questions.Count(one => one.Answered)} of them answered; a restart uses it"));
            return 0;
        });
        return command;
    }

    /// <exception cref="ContentFileException">The file is missing or malformed, or holds too few questions of a kind.</exception>
    private static List<Labelled> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new ContentFileException(path, "the file is missing");
        }

        List<Labelled> questions = [];
        foreach ((int at, string line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                JsonElement row = JsonDocument.Parse(line).RootElement;
                questions.Add(new(row.GetProperty("question").GetString()!, row.GetProperty("answered").GetBoolean()));
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new ContentFileException(path, $"line {at + 1} is not {{\"question\": \"…\", \"answered\": true|false}}");
            }
        }

        return questions.Count >= Fewest && questions.Exists(one => one.Answered) && questions.Exists(one => !one.Answered)
            ? questions
            : throw new ContentFileException(path, $"{Fewest} questions are needed at least, with and without an answer");
    }

    private sealed record Labelled(string Question, bool Answered);
}
