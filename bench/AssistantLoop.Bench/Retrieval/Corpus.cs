using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AssistantLoop.Retrieval.Documents;
using AssistantLoop.Retrieval.Index;
using AssistantLoop.Storage.Documents;

namespace AssistantLoop.Bench.Retrieval;

/// <summary>Documents to search, and questions on them.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Documents">The documents, cut into passages.</param>
/// <param name="Questions">Labelled questions.</param>
/// <param name="NameOf">By what a found passage is named in the labels.</param>
internal sealed record Corpus(
    string Name,
    IReadOnlyList<NewDocument> Documents,
    IReadOnlyList<LabelledQuestion> Questions,
    Func<FoundPassage, string> NameOf)
{
    private const string Questionnaires = "bench/retrieval";

    // Words and a half are about a passage's tokens; no section of the sample is long enough to be cut.
    private static readonly PassageSplitter s_splitter = new(text => text.Split(' ').Length * 3 / 2);

    /// <summary>The sample business's documents.</summary>
    public static Corpus Sample()
    {
        string folder = Path.Combine("samples", "alder-finch", "documents");
        return new(
            "sample",
            [
                .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Prepare(
                    Path.GetRelativePath(folder, file),
                    s_splitter.Split(DocumentParser.Parse(FileFormats.ByName(file)!.Value, File.ReadAllBytes(file)), Path.GetFileName(file)))),
            ],
            LabelledQuestion.Read(Path.Combine(Questionnaires, "alder-finch.tsv"), ';'),
            found => found.Passage.Title);
    }

    /// <summary>Two hundred products; null where the shared data are not there.</summary>
    public static Corpus? Products(string shared)
    {
        string file = Path.Combine(shared, "eshop-products.jsonl.gz");
        if (!File.Exists(file))
        {
            return null;
        }

        using StreamReader lines = new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        List<NewDocument> documents = [];
        while (lines.ReadLine() is { } line)
        {
            JsonElement product = JsonDocument.Parse(line).RootElement;
            string Field(string name) => product.GetProperty(name).ToString();
            string text = string.Create(
                CultureInfo.InvariantCulture, $"{Field("Description")} It costs {product.GetProperty("Price").GetDecimal()} dollars.");
            documents.Add(Prepare(
                Field("ProductId"), [new($"{Field("Brand")} {Field("Model")}", text, "")]));
        }

        return new(
            "eshop", documents, LabelledQuestion.Read(Path.Combine(Questionnaires, "eshop.tsv"), ','), found => found.Passage.Path);
    }

    private static NewDocument Prepare(string path, IReadOnlyList<NewPassage> passages) =>
        new(new Document { Path = path, Title = passages[0].TitlePath, ContentHash = path }, passages);
}
