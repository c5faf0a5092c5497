using System.CommandLine;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Ingest.Sandbox;

namespace AssistantLoop.App.Cli;

/// <summary>parse-document: what the program starts itself with to parse a document apart; bytes in, JSON out.</summary>
internal static class ParseDocumentVerb
{
    public const string Name = "parse-document";

    public static Command Create()
    {
        Argument<FileFormat> format = new("FORMAT") { Description = "what standard input holds" };
        Command command = new(Name, "Parse a document from standard input into JSON.") { format };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Stream input = Console.OpenStandardInput();
            await using Stream output = Console.OpenStandardOutput();
            await ParserProgram.RunAsync(parsed.GetValue(format), input, output, cancellationToken);
            return 0;
        });
        return command;
    }
}
