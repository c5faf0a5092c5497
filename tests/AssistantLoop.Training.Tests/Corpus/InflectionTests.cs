using AssistantLoop.Training.Corpus;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Tests.Corpus;

public sealed class InflectionTests
{
    [Theory]
    [InlineData("carry", "carries", "carried", "carrying")]
    [InlineData("stop", "stops", "stopped", "stopping")]
    [InlineData("tie", "ties", "tied", "tying")]
    [InlineData("dye", "dyes", "dyed", "dyeing")]
    [InlineData("fix", "fixes", "fixed", "fixing")]
    [InlineData("teach", "teaches", "taught", "teaching")]
    [InlineData("freeze", "freezes", "frozen", "freezing")]
    [InlineData("enjoy", "enjoys", "enjoyed", "enjoying")]
    public void A_verb_has_its_forms(string verb, string third, string participle, string gerund) => Assert.Equal(
        (third, participle, gerund),
        (Inflection.ThirdPerson(verb), Inflection.Participle(verb), Inflection.Gerund(verb)));

    [Theory]
    [InlineData("kettle", "kettles")]
    [InlineData("berry", "berries")]
    [InlineData("cash desk", "cash desks")]
    [InlineData("shelf", "shelves")]
    [InlineData("box", "boxes")]
    [InlineData("toy", "toys")]
    [InlineData("night shift", "night shifts")]
    public void A_noun_has_its_plural(string noun, string plural) => Assert.Equal(plural, Inflection.Plural(noun));

    [Fact]
    public void A_template_takes_the_form_that_it_asks_for()
    {
        Template template = Template.Parse("{a:x} {s:v} {p:x}, {ed:v} after {ing:v}");
        Assert.Equal("an oven sends ovens, sent after sending", template.Render(new Dice(1), slot => slot == "x" ? "oven" : "send"));
        Assert.Throws<FormatException>(() => Template.Parse("{q:x}"));
    }

    [Fact]
    public void Synonyms_take_the_place_of_whole_words_and_leave_marks_and_names()
    {
        Synonyms synonyms = CorpusTables.Embedded.Synonyms;
        Assert.Equal("Where is my sofa, or Couch?", Once("Where is my couch, or Couch?"));
        Assert.Equal("A shoemaker?", Once("A shoemaker?"));
        Assert.Equal("Which rock?", Once("Which stone?"));

        string Once(string text) => synonyms.Apply(text, new Dice(1), 1);
    }
}
