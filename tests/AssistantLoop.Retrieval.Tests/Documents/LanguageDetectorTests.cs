using AssistantLoop.Retrieval.Documents;

namespace AssistantLoop.Retrieval.Tests.Documents;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("en", "The shop opens at nine and closes at five. Orders above 60 euros ship for free.")]
    [InlineData("en", "You can return an item within 30 days. Members get free return labels.")]
    [InlineData("de", "Sie können jeden Artikel innerhalb von 30 Tagen zurückgeben. Die Rücksendung ist für Mitglieder kostenlos.")]
    [InlineData("de", "Der Versand kostet 4,90 Euro und dauert zwei bis vier Werktage.")]
    [InlineData("fr", "Vous pouvez retourner un article dans les 30 jours. Le retour est gratuit pour les membres du club.")]
    [InlineData("fr", "La livraison coûte 4,90 euros et prend deux à quatre jours ouvrables avec notre partenaire.")]
    [InlineData("es", "Puede devolver un artículo en los 30 días siguientes. La devolución es gratuita para los miembros del club.")]
    [InlineData("es", "El envío cuesta 4,90 euros y tarda de dos a cuatro días laborables con nuestro servicio.")]
    [InlineData("it", "È possibile restituire un articolo entro 30 giorni. Il reso è gratuito per i membri del club.")]
    [InlineData("it", "La spedizione costa 4,90 euro e richiede da due a quattro giorni lavorativi con il nostro corriere.")]
    [InlineData("nl", "U kunt een artikel binnen 30 dagen retourneren. De retourzending is gratis voor leden van de club.")]
    [InlineData("nl", "De verzending kost 4,90 euro en duurt twee tot vier werkdagen met onze bezorger.")]
    [InlineData("pt", "Você pode devolver um artigo em até 30 dias. A devolução é gratuita para os membros do clube.")]
    [InlineData("pt", "O envio custa 4,90 euros e demora de dois a quatro dias úteis com a nossa transportadora.")]
    [InlineData("pl", "Możesz zwrócić produkt w ciągu 30 dni. Zwrot jest bezpłatny dla członków klubu i nie wymaga zgody.")]
    [InlineData("pl", "Wysyłka kosztuje 4,90 euro i trwa od dwóch do czterech dni, jeśli towar jest na stanie.")]
    [InlineData("sv", "Du kan returnera en vara inom 30 dagar. Frakten är gratis för medlemmar och det kostar inget att byta.")]
    [InlineData("cs", "Zboží můžete vrátit do 30 dnů. Vrácení je pro členy zdarma a není za ně žádný poplatek, který by se platil.")]
    [InlineData("ru", "Вы можете вернуть товар в течение тридцати дней, если он был в упаковке. Это бесплатно.")]
    [InlineData("uk", "Ви можете повернути товар протягом тридцяти днів. Доставка є безкоштовною для її членів.")]
    [InlineData("el", "Μπορείτε να επιστρέψετε το προϊόν μέσα σε τριάντα ημέρες.")]
    [InlineData("ar", "يمكنك إرجاع المنتج خلال ثلاثين يومًا.")]
    [InlineData("he", "ניתן להחזיר את המוצר בתוך שלושים יום.")]
    [InlineData("ja", "商品は三十日以内に返品できます。")]
    [InlineData("zh", "您可以在三十天内退货。")]
    [InlineData("ko", "상품은 삼십일 이내에 반품할 수 있습니다.")]
    public void A_languages_text_is_known_by_its_words_or_script(string language, string text) =>
        Assert.Equal(language, LanguageDetector.Detect(text));

    [Theory]
    [InlineData("")]
    [InlineData("12.90 €")]
    [InlineData("SKU-4711 Heron 5 l")]
    [InlineData("Heron watering can")]
    [InlineData("lorem ipsum dolor sit amet consectetur adipiscing elit")]
    public void What_cannot_be_told_is_not_guessed(string text) => Assert.Null(LanguageDetector.Detect(text));
}
