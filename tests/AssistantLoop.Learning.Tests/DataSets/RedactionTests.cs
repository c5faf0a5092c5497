using AssistantLoop.Learning.DataSets;

namespace AssistantLoop.Learning.Tests.DataSets;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Write to jo.doe+shop@mail.example.org please", "Write to [e-mail] please", 1)]
    [InlineData("My card is 4111 1111 1111 1111, thanks", "My card is [card], thanks", 1)]
    [InlineData("Call 0555 014 220 or +44 20 7946 0958", "Call [phone] or [phone]", 2)]
    public void Personal_data_is_replaced_by_its_kind(string text, string redacted, int count)
    {
        Assert.Equal(redacted, Redaction.Apply(text, out int found));
        Assert.Equal(count, found);
    }

    [Theory]
    [InlineData("Order AF12345678 costs 4.90 euros for 30 days")]
    [InlineData("The number 4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("From 1 March to 15 March 2026")]
    public void What_is_no_personal_data_stays(string text)
    {
        Assert.Equal(text, Redaction.Apply(text, out int found));
        Assert.Equal(0, found);
    }
}
