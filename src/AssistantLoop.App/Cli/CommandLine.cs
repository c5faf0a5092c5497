using System.CommandLine;
using AssistantLoop.App.Cli.Pretrain;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Files;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models;
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
        root.Add(IngestVerb.Create());
        root.Add(PretrainVerb.Create());
        root.Add(VersionVerbs.Versions());
        root.Add(VersionVerbs.Promote());
        root.Add(VersionVerbs.Rollback());
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"assistantloop: {parsed.Errors[0].Message} (--help lists what there is)");
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

    private static bool IsBadInput(Exception error) => error is SettingException or ContentFileException
        or ModelFormatException or StorageException or NotFoundException or ConflictException or TooFewSamplesException
        or DirectoryNotFoundException or TrainingException;
}
