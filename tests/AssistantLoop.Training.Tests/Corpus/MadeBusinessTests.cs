using AssistantLoop.Training.Corpus.Dialogues;
using AssistantLoop.Training.Corpus.Probes;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class MadeBusinessTests
{
    private readonly MadeBusiness _made = MadeBusiness.Draw(3, passages: 120, questions: 25);

    [Fact]
    public void A_number_gives_the_same_business_and_another_one_another()
    {
        MadeBusiness again = MadeBusiness.Draw(3, 120, 25);
        Assert.Equal(_made.Passages.Select(passage => passage.Text), again.Passages.Select(passage => passage.Text));
        Assert.Equal(_made.Asked.Select(turn => turn.Question), again.Asked.Select(turn => turn.Question));
        Assert.NotEqual(_made.Business, MadeBusiness.Draw(4, 120, 25).Business);
    }

    [Fact]
    public void It_has_as_many_passages_and_questions_as_asked_for()
    {
        Assert.Equal(120, _made.Passages.Count);
        Assert.Equal(25, _made.Asked.Count);
        Assert.Equal(25, _made.Unstated.Count);
        Assert.Equal(25, _made.Asked.Select(turn => turn.About!.Value.Fact.Id).Distinct().Count());
    }

    [Fact]
    public void A_fact_stands_in_the_passage_that_is_named_and_nowhere_else()
    {
        foreach (DrawnTurn turn in _made.Asked)
        {
            Statement said = turn.Statements[0];
            // Some kinds are answered more shortly than the passage says them; what answers stands there all the same.
            string stated = turn.Asked!.Reply is null ? said.Text : said.Value;
            Assert.Contains(stated, _made.Passages[said.Passage - 1].Text, StringComparison.OrdinalIgnoreCase);
            string id = turn.About!.Value.Fact.Id;
            Assert.Single(_made.Passages, passage => passage.Facts.Any(fact => fact.Id == id));
        }
    }
}
