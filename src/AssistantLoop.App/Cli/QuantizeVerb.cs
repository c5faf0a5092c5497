using System.CommandLine;
using System.Globalization;
using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Inference;
using AssistantLoop.Models;
using Spectre.Console;

namespace AssistantLoop.App.Cli;

/// <summary>models quantize: what each precision costs and saves, on a text.</summary>
internal static class QuantizeVerb
{
    private const int MostTokens = 20_000;

    private static readonly Option<bool> s_json = new("--json") { Description = "write the result as JSON" };
    private static readonly Option<string?> s_text = new("--text")
    {
        Description = $"a text file to measure on, its first {MostTokens} tokens (default: the business's documents)",
    };

    public static Command Create()
    {
        Argument<string?> folder = new("FOLDER")
        {
            Description = "a Hugging Face folder (default: the setting model)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Command command = new("quantize", "Export a model in each precision; tell size, perplexity on a text and agreement with fp32.")
        {
            folder, s_text, s_json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            AppSettings settings = SettingOptions.Read(parsed);
            string path = parsed.GetValue(folder) is { } given ? Path.GetFullPath(given) : settings.Model;
            int[] ids = Tokens(path, TextOf(parsed.GetValue(s_text), settings));
            PrecisionMeasure[] measures = [];
            Screen.Bars().Start(bars => measures = [.. Enum.GetValues<Precision>().Select(precision =>
            {
                ProgressTask bar = bars.AddTask(NameOf(precision), maxValue: ids.Length - 1);
                return PrecisionMeasure.Of(
                    new EngineOptions
                    {
                        ModelFolder = path,
                        CacheFolder = Path.Combine(settings.Data, "cache"),
                        ContextLength = settings.Context,
                        Threads = settings.Threads,
                        Precision = precision,
                    },
                    ids, new Reports<int>(done => bar.Value = done), cancellationToken);
            })]);
            Tell(measures, ids.Length, parsed.GetValue(s_json));
            return Task.FromResult(0);
        });
        return command;
    }

    private static string TextOf(string? file, AppSettings settings)
    {
        if (file is not null)
        {
            return File.Exists(file) ? File.ReadAllText(file) : throw new SettingException("text", $"{file} is missing");
        }

        string documents = BusinessProfile.Load(settings.Business).Documents;
        return string.Join("\n\n", Directory.EnumerateFiles(documents, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }

    private static int[] Tokens(string folder, string text)
    {
        using ModelFolder model = ModelFolder.Open(folder);
        int[] ids = [.. model.Tokenizer.Encode(text).Take(MostTokens)];
        return ids.Length >= 2 ? ids : throw new SettingException("text", "holds fewer than two tokens");
    }

    private static void Tell(PrecisionMeasure[] measures, int tokens, bool json)
    {
        var rows = measures.Select(measure => new
        {
            precision = NameOf(measure.Precision),
            bytes = measure.Bytes,
            perplexity = measure.Perplexity,
            agreement = measure.AgreementWith(measures[0]),
        });
        if (json)
        {
            Session.WriteJson(new { tokens, precisions = rows });
            return;
        }

        Table table = new Table().AddColumns("precision", "size", "perplexity", "agrees with fp32");
        foreach (var row in rows)
        {
            table.AddRow(
                row.precision,
                string.Create(CultureInfo.InvariantCulture, $"{row.bytes / 1e6:0.0} MB"),
                string.Create(CultureInfo.InvariantCulture, $"{row.perplexity:0.000}"),
                string.Create(CultureInfo.InvariantCulture, $"{row.agreement:0.0 %}"));
        }

        Screen.Out.Write(table);
        Console.WriteLine($"On {tokens} tokens; serve a precision with --precision.");
    }

    private static string NameOf(Precision precision) => precision.ToString().ToLowerInvariant();
}
