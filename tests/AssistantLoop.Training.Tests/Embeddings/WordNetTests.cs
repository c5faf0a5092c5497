using AssistantLoop.Models;
using AssistantLoop.Training.Corpus.Phrasing;
using AssistantLoop.Training.Embeddings;
using AssistantLoop.Training.Embeddings.Pairs;

namespace AssistantLoop.Training.Tests.Embeddings;

/// <summary>A database of five meanings in WordNet's format, made for these tests.</summary>
public sealed class WordNetTests
{
    [Fact]
    public void Meanings_are_read_with_words_examples_and_the_broader_one()
    {
        using TempFolder temp = Written();
        WordNet net = WordNet.Read(temp.Path);
        Synset torch = net.Synsets["n00000002"];
        Assert.Equal(["torch", "pocket light"], torch.Words);
        Assert.Equal("a small lamp held in the hand", torch.Definition);
        Assert.Equal(["he shone a torch"], torch.Examples);
        Assert.Equal("n00000001", torch.Broader);
        Assert.Equal((0, true), net.SenseOf("torch", "n00000002"));
        Assert.Equal((1, false), net.SenseOf("torch", "n00000003"));
        Assert.Equal(int.MaxValue, net.SenseOf("lamp", "n00000003").Order);
    }

    [Fact]
    public void Synonyms_are_those_of_the_most_frequent_meaning()
    {
        using TempFolder temp = Written();
        Dictionary<string, string[]> synonyms = new WordNetPairs(WordNet.Read(temp.Path)).Synonyms();
        Assert.Equal(["pocket light"], synonyms["torch"]);
        Assert.Equal(["give back"], synonyms["return"]);
    }

    [Fact]
    public void Pairs_hold_definitions_synonyms_and_sentences_that_a_synonym_does_not_change()
    {
        using TempFolder temp = Written();
        PairSource source = new WordNetPairs(WordNet.Read(temp.Path)).Source(1);
        HashSet<(string, string)> pairs =
            [.. Enumerable.Range(0, 400).Select(at => source.Draw(Dice.For(1, at))).Select(pair => (pair.Query, pair.Text))];
        Assert.Contains(("torch", "a small lamp held in the hand"), pairs);
        Assert.Contains(("pocket light", "torch"), pairs);
        Assert.Contains(("he shone a pocket light", "he shone a torch"), pairs);
        Assert.Contains(("give back the book", "return the book"), pairs);
    }

    [Fact]
    public void A_synonym_takes_the_word_s_place_in_a_query()
    {
        using TempFolder temp = Written();
        QueryNoise noise = new(new WordNetPairs(WordNet.Read(temp.Path)).Synonyms());
        string[] queries = [.. Enumerable.Range(0, 300).Select(at => noise.Apply("Can I return my torch?", Dice.For(1, at))).Distinct()];
        Assert.Contains("Can I return my torch?", queries);
        Assert.Contains("Can I give back my torch?", queries);
        Assert.Contains("Can I return my pocket light?", queries);
        Assert.Contains("can i return my torch", queries);
        Assert.Contains("return torch", queries);
    }

    [Fact]
    public void A_folder_without_the_files_is_refused_by_name()
    {
        using TempFolder temp = new();
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => WordNet.Read(temp.Path));
        Assert.EndsWith("index.noun", error.Path, StringComparison.Ordinal);
    }

    private static TempFolder Written()
    {
        TempFolder temp = new();
        Write("noun",
            ["lamp n 1 0 1 1 00000001", "pocket_light n 1 1 @ 1 1 00000002", "torch n 2 1 @ 2 1 00000002 00000003"],
            [
                "00000001 06 n 01 lamp 0 000 | a source of light",
                "00000002 06 n 02 torch 0 pocket_light 0 001 @ 00000001 n 0000 | a small lamp held in the hand; \"he shone a torch\"",
                "00000003 06 n 01 torch 1 000 | a burning stick",
            ]);
        Write("verb",
            ["give_back v 1 0 1 1 00000004", "return v 1 0 1 2 00000004"],
            ["00000004 40 v 02 return 0 give_back 0 000 01 + 08 00 | bring to the owner again; \"return the book\""]);
        Write("adj", ["bright a 1 0 1 1 00000005"], ["00000005 00 a 02 bright 0 shining(p) 0 000 | giving much light"]);
        Write("adv", [], []);
        return temp;

        void Write(string part, string[] index, string[] data)
        {
            File.WriteAllLines(temp.In($"index.{part}"), ["  1 licence", .. index]);
            File.WriteAllLines(temp.In($"data.{part}"), ["  1 licence", .. data]);
        }
    }
}
