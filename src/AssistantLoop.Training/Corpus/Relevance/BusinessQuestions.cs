using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Relevance;

/// <summary>
/// Questions to a business of many passages, each with the passages that share the most words with it: what a search
/// would find, so what does not answer is as near as it gets (hard negatives; Karpukhin et al. 2020, section 3.2).
/// </summary>
internal sealed class BusinessQuestions(CorpusTables tables, CorpusWeights weights)
{
    // As many as a search hands on.
    private const int Found = 3;

    // Questions a passage on average; half of them have no answer.
    private const double QuestionsAPassage = 1.6;

    /// <summary>The passages that were found for a question or more, each with those questions, in drawn order.</summary>
    public IReadOnlyList<PassageQuestions> Draw(Dice dice)
    {
        World world = new(dice, tables.Phrases, heldOut: false);
        PassageMaker maker = new(tables.Facts, weights);
        Scene scene = maker.Fill(new Scene(world, Style.Draw(dice, world, marked: 0), []), dice, dice.Between(30, 80));
        FactTurns turns = new(tables, weights, maker, scene, dice);
        SharedWords words = new([.. scene.Passages.Select(passage => $"{passage.Title} {passage.Text}")]);
        List<(string Question, DrawnTurn Turn)>[] asked = [.. scene.Passages.Select(_ => new List<(string, DrawnTurn)>())];
        for (int i = 0; i < scene.Passages.Count * QuestionsAPassage; i++)
        {
            if ((i % 2 == 0 ? turns.NotStated() : turns.Single()) is not { } turn) continue;
            string question = dice.Chance(weights.Noise) ? Noise.Apply(turn.Question, dice, world) : turn.Question;
            foreach (int passage in words.Nearest(question, Found)) asked[passage].Add((question, turn));
        }

        List<PassageQuestions> drawn =
            [.. asked.Select((questions, at) => new PassageQuestions(scene, at + 1, questions)).Where(one => one.Asked.Count > 0)];
        dice.Shuffle(drawn);
        return drawn;
    }
}

/// <summary>A passage (from 1) of a scene, and questions that it was found for.</summary>
internal sealed record PassageQuestions(Scene Scene, int Passage, IReadOnlyList<(string Question, DrawnTurn Turn)> Asked);
