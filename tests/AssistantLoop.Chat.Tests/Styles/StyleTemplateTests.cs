using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Styles;

namespace AssistantLoop.Chat.Tests.Styles;

public sealed class StyleTemplateTests
{
    private const string Yaml = """
        name: shop
        instruction: Answer in whole sentences.
        tone: warm
        length: {max_sentences: 2, max_words: 12}
        greeting: "Hello from {business}!"
        sign_off: Cheers, {assistant}
        forbidden: [sorry, cheap = affordable]
        languages:
          de: {instruction: Antworte in ganzen Sätzen., greeting: Guten Tag!}
        channels:
          email: {sign_off: "Kind regards, {assistant}", forbidden: [hi]}
        """;

    private static StyleForm Formal() =>
        StyleTemplate.Load(Path.Combine(SampleContent.Root, "style-templates", "formal.yaml")).For(null, null);

    private static readonly StyleTemplate s_style = StyleTemplate.Parse(Yaml, "shop", "shop");

    [Fact]
    public void The_shipped_warm_style_says_its_tone_alone_so_that_a_houses_wording_is_learnt() => Assert.Equal(
        "Tone: warm and brief.", SampleContent.Style.For("de", "email").Text(SampleContent.Profile, firstTurn: true));

    [Fact]
    public void The_shipped_formal_style_says_its_form_too() => Assert.Equal(
        "Tone: clear and polite. Use no exclamation marks. Use no contractions. "
        + "Start with \"Thank you for your enquiry.\". End with \"Yours faithfully, Alder & Finch\".",
        Formal().Text(SampleContent.Profile, firstTurn: true));

    [Theory]
    [InlineData("Thank you for your enquiry. It costs 24 euros [1]. Yours faithfully, Alder & Finch", "")]
    [InlineData("Happy to help! It's 24 euros [1]. Warmly, Finch", "starts_with,ends_with,exclamation_marks,contractions")]
    public void The_formal_style_is_checked(string answer, string missed) => Assert.Equal(
        missed, string.Join(',', Formal().Check(SampleContent.Profile, firstTurn: true).Of(answer).Select(found => found.Subject)));

    [Theory]
    [InlineData("We don't know.", false)]
    [InlineData("I’m sorry.", false)]
    [InlineData("That's all we'll say.", false)]
    [InlineData("WE CAN'T.", false)]
    [InlineData("They'd come.", false)]
    [InlineData("Finch's book is here, at ten o'clock; its price cannot change.", true)]
    public void Contractions_are_told_from_other_apostrophes(string answer, bool without) =>
        Assert.Equal(without, new StyleCheck(null, null) { NoContractions = true }.Of(answer).Count == 0);

    [Fact]
    public void One_sentence_is_asked_for_in_words() => Assert.Equal(
        "x Answer in one sentence.",
        StyleTemplate.Parse("instruction: x\nlength: {max_sentences: 1}", "s", "s").For(null, null).Text(SampleContent.Profile, firstTurn: true));

    [Fact]
    public void A_style_says_all_it_asks_for_in_trained_phrases() => Assert.Equal(
        "Answer in whole sentences. Tone: warm. Answer in at most 2 sentences. Use at most 12 words. "
        + "Start with \"Hello from Alder & Finch!\". End with \"Cheers, Finch\". Never say \"sorry\". Say \"affordable\", not \"cheap\".",
        s_style.For(null, null).Text(SampleContent.Profile, firstTurn: true));

    [Fact]
    public void The_greeting_is_asked_for_once_a_conversation()
    {
        StyleForm form = s_style.For(null, null);

        Assert.DoesNotContain("Start with", form.Text(SampleContent.Profile, firstTurn: false), StringComparison.Ordinal);
        Assert.Null(form.Check(SampleContent.Profile, firstTurn: false).StartsWith);
    }

    [Fact]
    public void Language_and_channel_say_what_is_otherwise()
    {
        StyleForm form = s_style.For("de-CH", "Email");

        Assert.StartsWith("Antworte in ganzen Sätzen. Tone: warm.", form.Text(SampleContent.Profile, firstTurn: true), StringComparison.Ordinal);
        Assert.Equal("Guten Tag!", form.Greeting);
        Assert.Equal("Kind regards, {assistant}", form.SignOff);
        Assert.Equal(["sorry", "cheap", "hi"], form.Forbidden.Select(word => word.Word));
    }

    [Theory]
    [InlineData("Hello from Alder & Finch! It costs 5 euros. Cheers, Finch", "")]
    [InlineData("It costs 5 euros. Cheers, Finch", "starts_with")]
    [InlineData("Hello from Alder & Finch! It costs 5 euros.", "ends_with")]
    [InlineData("Hello from Alder & Finch! I am SORRY. Cheers, Finch", "forbidden")]
    [InlineData("Hello from Alder & Finch! One two three four five six seven. Cheers, Finch", "max_words")]
    public void What_an_answer_misses_is_listed(string answer, string missed) => Assert.Equal(
        missed,
        string.Join(',', (s_style.For(null, null).Check(SampleContent.Profile, firstTurn: true) with { MaxSentences = null }).Of(answer).Select(found => found.Subject)));

    [Theory]
    [InlineData("One. Two.", true)]
    [InlineData("One costs 4.90 euros [1]. Two. [2]", true)]
    [InlineData("One. Two! Three?", false)]
    [InlineData("One\nTwo\nThree", false)]
    public void Sentences_are_counted(string answer, bool few) =>
        Assert.Equal(few, new StyleCheck(null, null) { MaxSentences = 2 }.Of(answer).Count == 0);

    [Theory]
    [InlineData("instruction: x\nlength: {max_words: 0}", "max_words")]
    [InlineData("instruction: x\nforbidden: ['']", "forbidden")]
    [InlineData("instruction: x\nlanguages: {de: {greetings: x}}", "greetings")]
    [InlineData("tone: warm", "'instruction' is missing")]
    public void A_malformed_style_is_refused_with_its_key(string yaml, string cause) => Assert.Contains(
        cause, Assert.Throws<ContentFileException>(() => StyleTemplate.Parse(yaml, "shop", "shop")).Message, StringComparison.Ordinal);
}
