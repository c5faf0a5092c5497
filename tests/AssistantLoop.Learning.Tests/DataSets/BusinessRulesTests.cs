using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Learning.DataSets;

namespace AssistantLoop.Learning.Tests.DataSets;

public sealed class BusinessRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_business_that_sets_nothing_has_the_defaults() => Assert.Equal(DataSetRules.Default, Rules(""));

    [Fact]
    public void What_a_business_sets_is_taken_and_the_rest_stays_as_it_is() =>
        Assert.Equal(
            DataSetRules.Default with { HeldOutOneIn = 5, MostPerVisitor = 20, NearDuplicate = 0.9, Variants = 2 },
            Rules("data_set: {held_out_one_in: 5, most_per_visitor: 20, near_duplicate: 0.9, variants: 2}"));

    [Fact]
    public void Every_key_sets_a_rule_of_its_own()
    {
        // A value that all ranges hold and no default has.
        string[] hashes =
        [
            .. BusinessRules.Keys.Select(key => Rules($"data_set: {{{key}: {(key is "near_duplicate" or "trigger_share" or "language_share" ? "0.7" : "3.0")}}}")
                .Hash()),
        ];
        // Three is the default of trigger_at_least.
        Assert.Equal([DataSetRules.Default.Hash()], hashes.Where(hash => hash == DataSetRules.Default.Hash()));
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Theory]
    [InlineData("held_out_one_in: 1", "'data_set: held_out_one_in': The data set rule HeldOutOneIn must be 2 to 100; given: 1.")]
    [InlineData("variants: 1.5", "'data_set: variants': must be a whole number; given: 1.5")]
    [InlineData("label_ratio: many", "'data_set: label_ratio': must be a number; given: many")]
    [InlineData("label_ratio: .nan", "'data_set: label_ratio': must be a number; given: .nan")]
    [InlineData("most_pieces: 1e12", "'data_set: most_pieces': must be a whole number")]
    [InlineData("contamination_share: 1", "'data_set: contamination_share': there is no such rule; there are flood_at_least, ")]
    public void A_bad_rule_is_refused_by_its_key(string rule, string problem)
    {
        ContentFileException error = Assert.Throws<ContentFileException>(() => Rules($"data_set: {{{rule}}}"));
        Assert.StartsWith($"{Path.Combine(_folder, "business.yaml")}: {problem}", error.Message, StringComparison.Ordinal);
    }

    private DataSetRules Rules(string lines)
    {
        File.WriteAllText(Path.Combine(_folder, "business.yaml"), $"""
            tenant: t
            business: B
            assistant: A
            style: warm
            prompt: answer
            documents: documents
            suite: suite.yaml
            gate: gate.yaml
            {lines}
            """);
        return BusinessRules.Of(BusinessProfile.Load(_folder));
    }
}
