namespace AssistantLoop.Evaluation.Tests.Suites;

public sealed class NoiseVariantsTests : IDisposable
{
    private const string Question = "How long is warranty 24months on hello@shop.example devices?";
    private readonly TempYaml _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void The_same_case_always_gets_the_same_noise() => Assert.Equal(Questions("a"), Questions("a"));

    [Fact]
    public void Another_case_gets_other_typing_errors() => Assert.NotEqual(Questions("a")[1], Questions("b")[1]);

    [Fact]
    public void Typing_errors_leave_numbers_addresses_and_short_words_alone()
    {
        string[] words = Questions("a")[1].Split(' ');

        Assert.Equal(["How", "long", "is"], words[..3]);
        Assert.Equal(["24months", "on", "hello@shop.example"], words[4..7]);
        Assert.NotEqual("warranty", words[3]);
        Assert.Equal(("w", "y"), (words[3][..1], words[3][^1..]));
    }

    [Fact]
    public void Casing_changes_letters_only()
    {
        string[] asked = Questions("a");

        Assert.Equal("how long is warranty 24months on hello@shop.example devices", asked[2]);
        Assert.Equal(Question.ToUpperInvariant(), asked[4]);
    }

    private string[] Questions(string id) =>
        [.. _file.Suite($"cases:\n  - {{id: {id}, question: '{Question}', expect: [x], noise: 4}}\n").Cases.Select(asked => asked.Question)];
}
