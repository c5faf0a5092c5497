using AssistantLoop.Training.Corpus.Facts;

namespace AssistantLoop.Training.Corpus.Dialogues;

/// <summary>One sentence of an answer, without capital, citation and full stop.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Value">What of it answers the question; stands in the sentence.</param>
/// <param name="Passage">The scene's passage that says so, from 1; 0 where a line of the prompt does.</param>
/// <param name="Form">Whether "yes" or "no" leads it.</param>
internal sealed record Statement(string Text, string Value, int Passage, AnswerForm Form = AnswerForm.Sentence)
{
    /// <summary>"yes, ", "no, " or nothing.</summary>
    public string Lead => Form switch
    {
        AnswerForm.Yes => "yes, ",
        AnswerForm.No => "no, ",
        _ => "",
    };
}
