using AssistantLoop.Training.Corpus.Facts;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>Draws the turns of one scene. A fact is asked once a dialogue.</summary>
internal sealed class TurnMaker(CorpusTables tables, CorpusWeights weights, PassageMaker passages, Scene scene, Dice dice)
{
    private readonly FactTurns _facts = new(tables, weights, passages, scene, dice);
    private readonly PromptTurns _prompt = new(scene, dice);

    /// <summary>Draws the dialogue, one to four turns and small talk around them.</summary>
    public List<DrawnTurn> Dialogue()
    {
        int wanted = 1 + dice.Weighted([.. weights.FurtherTurns]);
        List<DrawnTurn> turns = [];
        if (scene.Extraction is { } extraction)
        {
            return [extraction.Turn(dice)];
        }

        if (dice.Chance(weights.SmallTalk / 2))
        {
            turns.Add(Talk.Draw(TurnKind.SmallTalk, "first", dice, scene));
        }

        // A draw that finds nothing left to ask must not be made up for by refusals: two of them end the dialogue.
        for (int misses = 0; turns.Count < wanted && misses < 2;)
        {
            if (Next(turns.Count > 0 ? turns[^1] : null) is { } turn)
            {
                turns.Add(turn);
            }
            else
            {
                misses++;
            }
        }

        if (turns.Count > 0 && dice.Chance(weights.SmallTalk / 2))
        {
            turns.Add(Talk.Draw(TurnKind.SmallTalk, "last", dice, scene));
        }

        return turns.Count > 0 ? turns : [Talk.Draw(TurnKind.SmallTalk, "first", dice, scene)];
    }

    private DrawnTurn? Next(DrawnTurn? last)
    {
        if (last?.Kind is TurnKind.NotStated or TurnKind.Complaint && weights.SmallTalk > 0 && dice.Chance(0.25))
        {
            return Talk.Draw(TurnKind.SmallTalk, "refused", dice, scene);
        }

        if (last?.About is { } about && After(last, about) is { } follow)
        {
            return follow;
        }

        if (_prompt.Any && dice.Chance(0.5) && _prompt.Next() is { } prompted)
        {
            return prompted;
        }

        if (scene.Versions is { } versions && dice.Chance(0.6) && _facts.Newest(versions) is { } newest)
        {
            return newest;
        }

        return dice.Weighted(
            weights.SingleFact, weights.MultiFact, weights.NotStated, weights.SmallTalk, weights.Repeat, weights.Claim,
            weights.Correction, weights.Complaint, weights.OutOfScope, weights.HandOver, weights.Keyed) switch
        {
            0 => _facts.Single(),
            1 when scene.Json is null => _facts.Multi(),
            2 => _facts.NotStated(),
            3 => Talk.Draw(TurnKind.SmallTalk, "between", dice, scene),
            4 when scene.Json is null => _facts.Repeat(),
            5 => _facts.Claim(),
            6 => _facts.Slip(),
            7 => Talk.Draw(TurnKind.Complaint, "complaint", dice, scene),
            8 => Talk.Draw(TurnKind.OutOfScope, "scope", dice, scene),
            9 => Talk.Draw(TurnKind.HandOver, "person", dice, scene),
            10 when scene.Json is null => _facts.Keyed(),
            _ => _facts.Single(),
        };
    }

    private DrawnTurn? After(DrawnTurn last, (int Passage, Fact Fact) about)
    {
        if (dice.Chance(weights.Source) && scene.Json is null)
        {
            return _facts.Source(about.Passage);
        }

        if (dice.Chance(weights.Correction) && _facts.MeantOther(about.Fact, last.Asked!) is { } other)
        {
            return other with { Leans = true };
        }

        if (dice.Chance(weights.Claim) && last.Asked is { } asked && _facts.Insist(about, asked) is { } insists)
        {
            return insists;
        }

        return dice.Chance(weights.FollowUp) && _facts.FollowUp(last, about.Fact) is { } follow ? follow with { Leans = true } : null;
    }
}
