using AssistantLoop.Learning.DataSets.Redaction;

namespace AssistantLoop.Learning.Tests.DataSets.Redaction;

public sealed class CheckDigitsTests
{
    // The test numbers that card networks and payment providers publish.
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("5555 5555 5555 4444")]
    [InlineData("378282246310005")]
    [InlineData("6011-1111-1111-1117")]
    [InlineData("3530111333300000")]
    public void A_published_card_number_has_its_check_digit(string number)
    {
        Assert.True(CheckDigits.IsCard(number));

        // Luhn's check finds any one wrong digit.
        char last = number[^1];
        Assert.All("0123456789".Where(digit => digit != last), digit => Assert.False(CheckDigits.IsCard(number[..^1] + digit)));
    }

    // The examples of the IBAN registry and of ISO 13616's Wikipedia article.
    [Theory]
    [InlineData("GB82 WEST 1234 5698 7654 32")]
    [InlineData("DE89370400440532013000")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606")]
    [InlineData("NL91ABNA0417164300")]
    [InlineData("CH93 0076 2011 6238 5295 7")]
    [InlineData("ES91 2100 0418 4502 0005 1332")]
    [InlineData("IT60 X054 2811 1010 0000 0123 456")]
    [InlineData("PL61 1090 1014 0000 0712 1981 2874")]
    public void A_published_account_number_leaves_one(string iban)
    {
        Assert.Equal(iban.Length, CheckDigits.IbanAt(iban, 0));
        Assert.Equal(iban.Length, CheckDigits.IbanAt($"to {iban} now", 3));
        string wrong = iban[..^1] + (char)(iban[^1] == '9' ? '0' : iban[^1] + 1);
        Assert.Equal(0, CheckDigits.IbanAt(wrong, 0));
    }
}
