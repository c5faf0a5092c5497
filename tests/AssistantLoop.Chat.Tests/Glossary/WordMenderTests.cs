using AssistantLoop.Chat.Content;
using AssistantLoop.Chat.Glossary;

namespace AssistantLoop.Chat.Tests.Glossary;

public sealed class WordMenderTests
{
    private static readonly (string, string, string)[] s_wordings =
        [("coupon", "voucher", "voucher"), ("money back", "refund", "refund"), ("card", "gift card", "gift card"), ("mail", "message", "message")];

    [Theory]
    [InlineData("Your coupon is here.", "Your voucher is here.")]
    [InlineData("Coupon! COUPON? coupon.", "Voucher! VOUCHER? voucher.")]
    [InlineData("You get your money back [1].", "You get your refund [1].")]
    [InlineData("coupons and couponing stay", "coupons and couponing stay")]
    [InlineData("An e-mail stays, a mail does not.", "An e-mail stays, a message does not.")]
    [InlineData("A gift card stays; a card does not.", "A gift card stays; a gift card does not.")]
    [InlineData("See https://x.example/coupon?a=mail and www.coupon.example", "See https://x.example/coupon?a=mail and www.coupon.example")]
    [InlineData("Write to mail@coupon.example now, coupon", "Write to mail@coupon.example now, voucher")]
    [InlineData("[a coupon](https://x.example/coupon) and (https://coupon.example)", "[a voucher](https://x.example/coupon) and (https://coupon.example)")]
    [InlineData("[a coupon](/coupon) coupon", "[a voucher](/coupon) voucher")]
    [InlineData("Type `coupon` as it is, coupon", "Type `coupon` as it is, voucher")]
    [InlineData("```\ncoupon\n``` coupon", "```\ncoupon\n``` voucher")]
    [InlineData("money  back stays", "money  back stays")]
    [InlineData("", "")]
    public void Avoided_wordings_are_put_right_however_the_text_is_cut(string text, string expected)
    {
        for (int size = 1; size <= Math.Max(1, text.Length); size++)
        {
            Assert.Equal(expected, Mend(text, size, out _));
        }
    }

    [Fact]
    public void Each_replacement_is_told()
    {
        Mend("A coupon, a coupon and money back.", 3, out List<Violation> found);

        Assert.Equal(["voucher", "voucher", "refund"], found.Select(violation => violation.Subject));
        Assert.All(found, violation => Assert.True(violation.Mended));
    }

    [Fact]
    public void No_more_is_held_back_than_the_longest_wording_and_the_word_that_is_written()
    {
        WordMender mender = new(s_wordings, _ => { });
        string said = "";
        const string Text = "All of this is plain text without a thing to mend in it, and it goes on for a while.";
        for (int at = 0; at < Text.Length; at++)
        {
            said += mender.Add(Text[at..(at + 1)]);
            int word = at - Text.LastIndexOf(' ', at);
            Assert.True(at + 1 - said.Length <= "money back".Length + 2 + word, $"{said.Length} of {at + 1}");
        }

        Assert.Equal(Text, said + mender.End());
    }

    [Fact]
    public void Without_wordings_a_piece_passes_at_once() =>
        Assert.Equal("cou", new WordMender([], _ => { }).Add("cou"));

    private static string Mend(string text, int size, out List<Violation> found)
    {
        found = [];
        WordMender mender = new(s_wordings, found.Add);
        string said = string.Concat(text.Chunk(size).Select(piece => mender.Add(new string(piece))));
        return said + mender.End();
    }
}
