using AssistantLoop.Learning.DataSets.Pipeline;
using AssistantLoop.Learning.DataSets.Redaction;

namespace AssistantLoop.Learning.Tests.DataSets.Redaction;

public sealed class RedactionStepTests
{
    [Theory]
    [InlineData("Write to jo.doe+shop@mail.example.org please", "Write to [e-mail] please")]
    [InlineData("My card is 4111 1111 1111 1111, thanks", "My card is [card], thanks")]
    [InlineData("Amex 378282246310005 expired", "Amex [card] expired")]
    [InlineData("Refund to DE89 3704 0044 0532 0130 00 please", "Refund to [IBAN] please")]
    [InlineData("My IBAN: GB82WEST12345698765432.", "My IBAN: [IBAN].")]
    [InlineData("NL91 ABNA 0417 1643 00 is mine", "[IBAN] is mine")]
    [InlineData("Call 0555 014 220 or +44 20 7946 0958", "Call [phone] or [phone]")]
    [InlineData("Appelez le 01.23.45.67.89 svp", "Appelez le [phone] svp")]
    [InlineData("Ring (555) 555-0123 today", "Ring [phone] today")]
    [InlineData("Send it to 221B Baker Street, London", "Send it to [address], London")]
    [InlineData("Ich wohne Hauptstraße 12, 10115 Berlin", "Ich wohne [address]")]
    [InlineData("Lieferung an Am Alten Marktplatz 3", "Lieferung an [address]")]
    [InlineData("J'habite 12 rue de la Paix, 75002 Paris", "J'habite [address]")]
    [InlineData("Vivo en Calle Mayor 15, 28013 Madrid", "Vivo en [address]")]
    [InlineData("Abito in Via Roma 7", "Abito in [address]")]
    [InlineData("Mijn adres is Dorpsstraat 8, 1234 AB Utrecht", "Mijn adres is [address]")]
    [InlineData("My postcode is SW1A 1AA", "My postcode is [address]")]
    [InlineData("My name is Jo Smith, where is it?", "My name is [name], where is it?")]
    [InlineData("my name is jo and I wait", "my name is [name] and I wait")]
    [InlineData("I am Mary O'Neill, order 4711", "I am [name], order 4711")]
    [InlineData("Ich heiße Anna von der Heide. Wo bleibt es?", "Ich heiße [name]. Wo bleibt es?")]
    [InlineData("Je m'appelle Zoé Martin et j'attends", "Je m'appelle [name] et j'attends")]
    [InlineData("Where is it?\nRegards, Jo Smith", "Where is it?\nRegards, [name]")]
    public void Personal_data_of_a_visitor_is_replaced_by_its_kind(string text, string redacted) =>
        Assert.Equal(redacted, Redacted(Feedback.Correction(text, "We look into it.")).Question);

    [Theory]
    [InlineData("Order AF12345678 costs 4.90 euros for 30 days")]
    [InlineData("The number 4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("The part DE88 3704 fits the DE89 3705")]
    [InlineData("From 1 March to 15 March 2026")]
    [InlineData("We open Monday to Saturday, 9:00-18:00, on 24.12.2026 until 14:00")]
    [InlineData("Delivered on 01.02.2026 or 2026-02-01?")]
    [InlineData("The order number 0012345678 is late")]
    [InlineData("Bestellnummer: 0098765432, Rechnung Nr. 0012345")]
    [InlineData("It is 120 x 80 x 45 cm, 2.5 kg, size 42, EUR 1,299.00")]
    [InlineData("Do you have 3 Heron watering cans in green?")]
    [InlineData("Buy 2 Badger spades and get 10 % off, code SPRING25")]
    [InlineData("Ich brauche 3 Ohrringe und 12345 Schrauben")]
    [InlineData("I am German, can you ship it?")]
    [InlineData("I am looking for a present")]
    [InlineData("This is Great. Thanks")]
    [InlineData("I am sorry, my order is late")]
    [InlineData("Can I pay via PayPal within 30 days?")]
    [InlineData("EAN 4006381333931")]
    public void Ordinary_shop_text_stays(string text) =>
        Assert.Empty(new RedactionStep().Verdicts(Feedback.Correction(text, "We look into it.")));

    [Fact]
    public void What_the_documents_say_stays_in_the_answer()
    {
        Sample sample = Feedback.Correction(
            "How do I reach you? Mine is jo@mail.example", "Call 0555 014 220 or write to hello@shop.example, not jo@mail.example.",
            passages: "[1] Contact: Phone 0555 014 220, e-mail hello@shop.example.");

        Sample redacted = Redacted(sample);

        Assert.Equal("Call 0555 014 220 or write to hello@shop.example, not [e-mail].", redacted.Chosen);
        Assert.Equal(sample.Prompt[0], redacted.Prompt[0]);
        Assert.Equal(2, redacted.Redacted);
    }

    [Fact]
    public void A_name_is_replaced_in_all_of_its_conversation()
    {
        Guid conversation = Guid.NewGuid();
        Sample introduced = Feedback.Correction("My name is Jo Smith. Is it open?", "Yes, Jo.") with { ConversationId = conversation };
        Sample later = Feedback.Correction("And tomorrow?", "Tomorrow too, dear Mr Smith.", "No, Jo Smith.") with { ConversationId = conversation };
        Sample other = Feedback.Correction("Who is Smith?", "Our smith.");

        IReadOnlyList<Sample> redacted =
            new SamplePipeline([new RedactionStep()]).Run([introduced, later, other], TestContext.Current.CancellationToken).Kept;

        Assert.Equal("Yes, [name].", redacted[0].Chosen);
        Assert.Equal(("Tomorrow too, dear Mr [name].", "No, [name]."), (redacted[1].Chosen, redacted[1].Rejected));
        Assert.Equal("Who is Smith?", redacted[2].Question);
    }

    [Fact]
    public void A_products_name_stays_where_a_visitor_has_the_same()
    {
        Sample redacted = Redacted(Feedback.Correction(
            "My name is Heron. What does the Heron can cost?", "The Heron can costs 24 euros.", passages: "[1] Heron can: 24 euros"));

        Assert.Equal("The Heron can costs 24 euros.", redacted.Chosen);
        Assert.Equal("[1] Heron can: 24 euros", redacted.Passages);
        Assert.StartsWith("My name is [name].", redacted.Question, StringComparison.Ordinal);
    }

    private static Sample Redacted(Sample sample) =>
        new SamplePipeline([new RedactionStep()]).Run([sample], TestContext.Current.CancellationToken).Kept[0];
}
