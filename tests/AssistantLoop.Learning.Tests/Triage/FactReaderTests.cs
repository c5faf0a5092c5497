using AssistantLoop.Learning.Triage;

namespace AssistantLoop.Learning.Tests.Triage;

public sealed class FactReaderTests
{
    [Theory]
    [InlineData("Shipping costs 4.90 euros", "It is €4,90")]
    [InlineData("4.90 EUR", "4,9 €")]
    [InlineData("The greenhouse costs 1,250 euros", "EUR 1250.00")]
    [InlineData("1.250,50 euros", "1,250.50 EUR")]
    [InlineData("12 500 points", "12500 points")]
    [InlineData("90 cents", "0.90 euros")]
    [InlineData("within two weeks", "within 14 days")]
    [InlineData("24 hours", "1 day")]
    [InlineData("3 working days", "three business days")]
    [InlineData("a 2-year warranty", "24 months of warranty")]
    [InlineData("2 m", "200 cm")]
    [InlineData("15 percent", "15%")]
    [InlineData("30cm", "30 centimetres")]
    [InlineData("closed on 24 December", "closed on December 24th")]
    [InlineData("until 2026-04-30", "until 30 April")]
    [InlineData("on 24.12.", "on 24th of December")]
    [InlineData("open until 6 pm", "open until 18:00")]
    [InlineData("call 0555 014 220", "call 0555-014220")]
    [InlineData("Write to Care@Shop.example.", "care@shop.example")]
    [InlineData("voucher SPRING15", "voucher spring15")]
    [InlineData("12 euros a year", "12 euros per year")]
    public void The_same_fact_is_known_however_it_is_written(string one, string other)
    {
        Assert.NotEmpty(new ReadText(one).Facts);
        Assert.All(new ReadText(one).Facts, fact => Assert.True(new ReadText(other).Says(fact), fact.ToString()));
    }

    [Theory]
    [InlineData("4.90 euros", "49 euros")]
    [InlineData("4.90 euros", "14.90 euros")]
    [InlineData("5 euros", "5 percent")]
    [InlineData("30 days", "30 minutes")]
    [InlineData("12 euros a year", "12 euros a month")]
    [InlineData("6 pm", "6 am")]
    [InlineData("24 December", "25 December")]
    [InlineData("SPRING15", "SPRING20")]
    [InlineData("1,250 euros", "1.25 euros")]
    public void Another_fact_is_not_taken_for_it(string one, string other) =>
        Assert.Contains(new ReadText(one).Facts, fact => !new ReadText(other).Says(fact));

    [Fact]
    public void Both_ends_of_a_range_have_its_unit() =>
        Assert.Equal([("2880", "minutes"), ("5760", "minutes")], new ReadText("It takes 2 to 4 working days [3].").Facts.Select(fact => (fact.Key, fact.Unit!)));

    [Theory]
    [InlineData("Write to Mara Quill in Marlow.", "Mara Quill|Marlow")]
    [InlineData("The Lark greenhouse is wide.", "Lark")]
    [InlineData("Plants need water.", "")]
    [InlineData("Ask Finch, who knows.", "")]
    public void Names_are_written_large_inside_a_sentence(string sentence, string names) =>
        Assert.Equal(names, string.Join('|', NameReader.Read(sentence, new HashSet<string> { "finch" }).Select(name => name.Text)));
}
