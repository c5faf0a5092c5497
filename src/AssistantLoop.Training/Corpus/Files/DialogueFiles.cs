using System.Text.RegularExpressions;
using AssistantLoop.Models;
using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Files;

/// <summary>
/// The recorded dialogues of a folder as samples, each source with its licence. Files that are not there are left out.
/// </summary>
public sealed partial class DialogueFiles
{
    private static readonly (string File, string Name, string Licence)[] s_dialogues =
    [
        ("sgd-train.jsonl.gz", "SGD (google-research-datasets/dstc8-schema-guided-dialogue)", "CC BY-SA 4.0"),
        ("star-train.jsonl.gz", "STAR (RasaHQ/STAR)", "MIT"),
        ("taskmaster4.jsonl.gz", "Taskmaster-4 (google-research-datasets/Taskmaster)", "CC BY 4.0"),
        ("eshop-tickets.jsonl.gz", "eShopSupport tickets (dotnet/eShopSupport)", "MIT"),
    ];

    private DialogueFiles(IReadOnlyList<ChatSample> samples, IReadOnlyList<SourceCard> sources) =>
        (Samples, Sources) = (samples, sources);

    /// <summary>All samples, source after source.</summary>
    public IReadOnlyList<ChatSample> Samples { get; }

    /// <summary>The sources with at least one sample.</summary>
    public IReadOnlyList<SourceCard> Sources { get; }

    /// <summary>Reads the known files of a folder.</summary>
    /// <exception cref="ModelFormatException">The folder is missing, or a file is damaged.</exception>
    public static DialogueFiles Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ModelFormatException(folder, "The folder of dialogue data does not exist.");
        }

        List<ChatSample> samples = [];
        List<SourceCard> sources = [];
        foreach ((string file, string name, string licence) in s_dialogues)
        {
            Add(Path.Combine(folder, file), name, licence, path => RecordedDialogues.Read(path)
                .SelectMany((turns, row) => Windows(file, row, turns)));
        }

        const string Products = "eshop-products.jsonl.gz";
        Add(Path.Combine(folder, Products), "eShopSupport products (dotnet/eShopSupport)", "MIT", path =>
            RecordedDialogues.Rows(path, ProductRows.Parse)
                .Select((product, i) => ProductRows.Sample(product, Dice.For(Words.StableHash(Products), i))));
        return new(samples, sources);

        void Add(string path, string name, string licence, Func<string, IEnumerable<ChatSample>> read)
        {
            int before = samples.Count;
            if (File.Exists(path))
            {
                samples.AddRange(read(path).Where(sample =>
                    !sample.Messages.Any(message => SampleBusiness().IsMatch(message.Content))));
                sources.Add(new(name, licence, samples.Count - before));
            }
        }
    }

    /// <summary>The samples of a file's dialogue, before those that name the sample business are left out.</summary>
    internal static IEnumerable<ChatSample> Windows(string file, int row, List<RecordedTurn> turns) =>
        DialogueWindows.Of(turns, Dice.For(Words.StableHash(file), row));

    /// <summary>The names of the sample business, which evaluation needs unseen.</summary>
    [GeneratedRegex(@"\b(Alder|Finch)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SampleBusiness();
}
