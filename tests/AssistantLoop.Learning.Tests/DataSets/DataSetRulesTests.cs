using AssistantLoop.Learning.DataSets;

namespace AssistantLoop.Learning.Tests.DataSets;

public sealed class DataSetRulesTests
{
    [Fact]
    public void Equal_rules_have_an_equal_hash_and_others_another()
    {
        Assert.Equal(DataSetRules.Default.Hash(), new DataSetRules().Hash());
        Assert.NotEqual(DataSetRules.Default.Hash(), new DataSetRules { Variants = 1 }.Hash());
    }

    [Fact]
    public void A_rule_out_of_its_range_is_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DataSetRules { NearDuplicate = 0.2 }.Validated());
        Assert.StartsWith("The data set rule NearDuplicate must be 0.5 to 1; given: 0.2.", error.Message, StringComparison.Ordinal);
        Assert.Same(DataSetRules.Default, DataSetRules.Default.Validated());
    }

    [Fact]
    public void Fewer_are_held_out_where_no_held_out_loss_ends_the_training()
    {
        Assert.Equal(6, DataSetRules.Default.HeldOutOneInOf(59));
        Assert.Equal(12, DataSetRules.Default.HeldOutOneInOf(60));
        Assert.Equal(4, new DataSetRules { HeldOutOneIn = 4 }.HeldOutOneInOf(60));
    }
}
