using System.CommandLine;
using System.CommandLine.Parsing;
using AssistantLoop.App.Answers;
using AssistantLoop.App.Cli.Doctor;
using AssistantLoop.App.Cli.Finetune;
using AssistantLoop.App.Cli.Pretrain;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Files;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models;
using AssistantLoop.Retrieval.Index.Qdrant;
using AssistantLoop.Storage;
using AssistantLoop.Training;

namespace AssistantLoop.App.Cli;

/// <summary>
/// The program's verbs. What the user can mend is told in one line on standard error and ends with exit code 2.
/// </summary>
public static class CommandLine
{
    /// <summary>Exit code of bad input: an unknown verb, a malformed file, a setting out of range.</summary>
    public const int BadInput = 2;

    /// <summary>Parses the arguments and runs the verb.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("AssistantLoop: a customer-service assistant that learns from being corrected.");
        SettingOptions.AddTo(root);
        root.Add(ServeVerb.Serve());
        root.Add(ServeVerb.Up());
        root.Add(WorkerVerb.Create());
        root.Add(ChatVerb.Create());
        root.Add(IngestVerb.Create());
        root.Add(SearchVerb.Create());
        root.Add(CalibrateVerb.Create());
        root.Add(ParseDocumentVerb.Create());
        root.Add(TriageVerb.Create());
        root.Add(TrainVerb.Create());
        root.Add(EvaluateVerb.Create());
        root.Add(ImpactVerb.Create());
        root.Add(ReportVerb.Create());
        root.Add(DataSetsVerb.Create());
        root.Add(VersionVerbs.Versions());
        root.Add(VersionVerbs.Promote());
        root.Add(VersionVerbs.Rollback());
        root.Add(LineageVerb.Create());
        root.Add(ExperimentVerb.Create());
        root.Add(DriftVerb.Create());
        root.Add(AuditVerb.Create());
        root.Add(ImportVerb.Create());
        root.Add(EraseVerb.Create());
        root.Add(ExportVerb.Create());
        root.Add(KeysVerb.Create());
        root.Add(SitesVerb.Create());
        root.Add(ConversationsVerb.Create());
        root.Add(ModelsVerb.Create());
        root.Add(FinetuneVerb.Create());
        root.Add(PretrainVerb.Create());
        root.Add(BenchVerb());
        root.Add(DemoVerb.Create());
        root.Add(DoctorVerb.Create());
        ParseResult parsed = root.Parse(args);
        if (ProblemOf(parsed) is { } problem)
        {
            await Console.Error.WriteLineAsync($"assistantloop: {problem} (--help lists what there is)");
            return BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (Exception error) when (IsBadInput(error))
        {
            await Console.Error.WriteLineAsync($"assistantloop: {error.Message.ReplaceLineEndings(" ")}");
            return BadInput;
        }
    }

    // A mistyped option is no argument, though the parser would take it for one; after "--" anything is.
    private static string? ProblemOf(ParseResult parsed)
    {
        string? unknown = parsed.UnmatchedTokens.Concat(parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value)).FirstOrDefault();
        return unknown is not null ? $"unknown verb or option '{unknown}'"
            : parsed.Errors.Count > 0 ? parsed.Errors[0].Message
            : null;
    }

    // The benchmarks are a program of their own, which the entry script builds and runs.
    private static Command BenchVerb()
    {
        Command command = new("bench", "Run the benchmarks: ./assistantloop bench names them all.");
        command.SetAction((Action<ParseResult>)(_ => throw new SettingException("bench", "run ./assistantloop bench, which builds the benchmarks")));
        return command;
    }

    private static bool IsBadInput(Exception error) => error is SettingException or ContentFileException or PassageIndexException
        or ModelFormatException or StorageException or NotFoundException or ConflictException or TooFewSamplesException
        or DirectoryNotFoundException
        or TrainingException or ChatProblemException;
}
