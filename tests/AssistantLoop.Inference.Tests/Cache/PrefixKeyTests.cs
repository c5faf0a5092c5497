using AssistantLoop.Inference.Cache;

namespace AssistantLoop.Inference.Tests.Cache;

public sealed class PrefixKeyTests
{
    private static readonly int[] s_prompt = [.. Enumerable.Range(0, 11)];

    [Fact]
    public void Prompts_share_the_keys_of_the_chunks_they_share()
    {
        int[] other = [.. s_prompt];
        other[6] = 99;
        PrefixKey[] one = Of(s_prompt), two = Of(other);
        Assert.Equal((2, 2), (one.Length, two.Length));
        Assert.Equal(one[0], two[0]);
        Assert.NotEqual(one[1], two[1]);
    }

    [Fact]
    public void The_same_tokens_after_another_beginning_have_another_key()
    {
        int[] other = [.. s_prompt];
        other[0] = 99;
        Assert.NotEqual(Of(s_prompt)[1], Of(other)[1]);
    }

    [Theory]
    [InlineData("b", "base", "adapter")]
    [InlineData("a", "base2", "adapter")]
    [InlineData("a", "base", "adapter2")]
    [InlineData("a", "base", null)]
    [InlineData("a:base", "", "adapter")]
    public void Tenant_base_and_adapter_are_part_of_the_key(string tenant, string baseHash, string? adapterHash) =>
        Assert.NotEqual(Of(s_prompt)[0], PrefixKey.Of(tenant, baseHash, adapterHash, s_prompt, 5)[0]);

    private static PrefixKey[] Of(int[] prompt) => PrefixKey.Of("a", "base", "adapter", prompt, 5);
}
