using AssistantLoop.Learning.DataSets.Texts;

namespace AssistantLoop.Learning.Tests.DataSets.Texts;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("en", "How long does it take to get a refund for the parcel that I sent back?")]
    [InlineData("de", "Wie lange dauert es, bis ich die Erstattung für das Paket bekomme?")]
    [InlineData("fr", "Combien de temps faut-il pour être remboursé du colis que je vous ai renvoyé ?")]
    [InlineData("es", "¿Cuánto tiempo se tarda en recibir el reembolso del paquete que devolví por correo?")]
    [InlineData("it", "Quanto tempo ci vuole per avere il rimborso del pacco che ho rispedito alla vostra sede?")]
    [InlineData("nl", "Hoe lang duurt het voordat ik het geld voor het pakket dat ik heb teruggestuurd krijg?")]
    [InlineData("pt", "Quanto tempo demora para eu receber o reembolso do pacote que não serviu para mim?")]
    [InlineData("pl", "Jak długo trzeba czekać na zwrot pieniędzy za paczkę, którą już odesłałem do was? Czy to jest możliwe?")]
    public void A_sentence_tells_its_language(string code, string text) => Assert.Equal(code, Language.Of(text));

    [Theory]
    [InlineData("24 euros")]
    [InlineData("Heron watering can")]
    [InlineData("")]
    public void A_text_of_names_and_numbers_tells_none(string text) => Assert.Null(Language.Of(text));
}
