namespace AssistantLoop.Learning.Triage;

/// <summary>What kind of checkable thing a fact is.</summary>
public enum FactKind
{
    /// <summary>A number, with its unit where it has one: 4.90 euros, 30 days, 6.</summary>
    Quantity,

    /// <summary>A day of the year.</summary>
    Date,

    /// <summary>A time of the day.</summary>
    Time,

    /// <summary>An e-mail address, a web address or a telephone number.</summary>
    Address,

    /// <summary>A word with digits in it, such as a voucher.</summary>
    Code,

    /// <summary>One or more words that are written large in the middle of a sentence.</summary>
    Name,
}

/// <summary>Something in a text that can be looked for in another, however it is written there.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it is written.</param>
/// <param name="Key">As it is compared: 4,90 and 4.90 are 4.9, 24 December and 24.12. are 12-24, 5 pm is 17:00.</param>
/// <param name="Unit">Of a quantity: what it counts, such as "money" or "minutes", or null.</param>
/// <param name="Bare">Of a quantity: the number alone, before its unit was turned into another (2 of "2 weeks").</param>
public sealed record Fact(FactKind Kind, string Text, string Key, string? Unit = null, string? Bare = null)
{
    /// <summary>Whether the other says the same; a quantity without a unit says the same as one with any.</summary>
    public bool Says(Fact other) => Kind == other.Kind && (Kind != FactKind.Quantity
        ? Key == other.Key
        : Unit is null || other.Unit is null ? Bare == other.Bare : Unit == other.Unit && Key == other.Key);
}
