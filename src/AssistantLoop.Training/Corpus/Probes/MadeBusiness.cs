using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Probes;

/// <summary>
/// A business that training never saw, with more passages than a prompt holds, and questions on them: what a model can do
/// when its passages are searched for.
/// </summary>
/// <param name="Business">Its name.</param>
/// <param name="Assistant">The assistant's name.</param>
/// <param name="Passages">What its documents say; a fact stands in one of them.</param>
/// <param name="Asked">Questions with the passage and the words that answer them.</param>
/// <param name="Unstated">Questions that no passage answers.</param>
internal sealed record MadeBusiness(
    string Business, string Assistant, IReadOnlyList<Passage> Passages, IReadOnlyList<DrawnTurn> Asked,
    IReadOnlyList<string> Unstated)
{
    private const ulong Seed = 0xB051_4E55_0001;

    /// <summary>Draws one; the same number gives the same business.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="passages">How many passages.</param>
    /// <param name="questions">How many of its facts are asked for; as many unstated ones.</param>
    public static MadeBusiness Draw(int number, int passages, int questions)
    {
        CorpusTables tables = CorpusTables.Embedded;
        CorpusWeights weights = new();
        Dice dice = Dice.For(Seed, number);
        World world = new(dice, tables.Phrases, heldOut: true);
        PassageMaker maker = new(tables.Facts, weights);
        Scene scene = maker.Fill(new Scene(world, Style.Draw(dice, world, marked: 0), []), dice, passages);
        FactTurns turns = new(tables, weights, maker, scene, dice);
        return new(
            world.Business, world.Assistant, scene.Passages,
            [.. Some(questions, turns.Single)], [.. Some(questions, turns.NotStated).Select(turn => turn.Question)]);
    }

    private static IEnumerable<DrawnTurn> Some(int count, Func<DrawnTurn?> draw) =>
        Enumerable.Range(0, 4 * count).Select(_ => draw()).OfType<DrawnTurn>().Take(count);
}
