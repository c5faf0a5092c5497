using System.Globalization;
using AssistantLoop.Training.Corpus.Phrasing;

namespace AssistantLoop.Training.Corpus.Facts;

/// <summary>Draws what is copied letter by letter: codes, numbers to call, addresses, dates and times.</summary>
internal static class Marks
{
    private static readonly string[] s_months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ];

    private static readonly string[] s_days =
    [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ];

    private static readonly string[] s_minutes = ["", "", "", ":30", ":15", ":45", ":20", ":10"];

    public static string Month(Dice dice) => dice.Pick(s_months);

    public static string Day(Dice dice) => dice.Pick(s_days);

    public static string Date(Dice dice) => $"{dice.Between(1, 28)} {Month(dice)}";

    public static string Clock(Dice dice, int low, int high, string half) =>
        $"{dice.Between(low, high)}{dice.Pick(s_minutes)} {half}";

    public static string Street(World world, Dice dice) =>
        $"{dice.Between(1, 199)} {world.ProperName(dice)} {dice.Pick(world.Phrases("streets")).Source}";

    public static string Email(World world, Dice dice)
    {
        string mailbox = dice.Chance(0.6)
            ? dice.Pick(world.Phrases("mailboxes")).Source
            : world.Names.Invented(dice).ToLowerInvariant();
        return mailbox + "@" + world.Domain;
    }

    /// <summary>A page of the business: "velmora.example/returns".</summary>
    public static string Page(World world, Dice dice) => dice.Below(3) switch
    {
        0 => $"{world.Domain}/{dice.Pick(world.Phrases("mailboxes")).Source}",
        1 => $"www.{world.Domain}/{world.Names.Invented(dice).ToLowerInvariant()}",
        _ => $"{world.Domain}/{dice.Pick(world.Phrases("mailboxes")).Source}/{Digits(dice, 3)}",
    };

    public static string Phone(Dice dice) => dice.Below(5) switch
    {
        0 => $"0{Digits(dice, 3)} {Digits(dice, 3)} {Digits(dice, 3)}",
        1 => $"{Digits(dice, 3)}-{Digits(dice, 3)}-{Digits(dice, 4)}",
        2 => $"+{dice.Between(30, 99)} {Digits(dice, 3)} {Digits(dice, 6)}",
        3 => $"({Digits(dice, 3)}) {Digits(dice, 3)} {Digits(dice, 4)}",
        _ => $"0{Digits(dice, 4)} {Digits(dice, 5)}",
    };

    public static string Code(World world, Dice dice) => dice.Below(8) switch
    {
        0 => Letters(dice, 2) + dice.Between(10, 999).ToString(CultureInfo.InvariantCulture),
        1 => Letters(dice, 2) + "-" + dice.Between(1000, 9999).ToString(CultureInfo.InvariantCulture),
        2 => Digits(dice, dice.Between(4, 9)),
        3 => $"{Letters(dice, 1)}{Digits(dice, 2)}-{Letters(dice, 2)}{Digits(dice, 1)}-{Digits(dice, 3)}",
        4 => Letters(dice, dice.Between(3, 6)),
        5 => $"{Digits(dice, 2)}/{Digits(dice, 4)}",
        6 => $"{Letters(dice, 3)}.{Digits(dice, 2)}.{Letters(dice, 1)}",
        _ => world.Names.Invented(dice).ToUpperInvariant() + dice.Between(2, 99).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>An order's number: digits, half of the time after letters ("AB20417783", "R-4711").</summary>
    public static string OrderNumber(Dice dice) => dice.Below(4) switch
    {
        0 => Letters(dice, dice.Between(1, 3)) + Digits(dice, dice.Between(5, 9)),
        1 => Letters(dice, dice.Between(1, 3)) + "-" + Digits(dice, dice.Between(4, 8)),
        _ => dice.Between(1000, 999_999).ToString(CultureInfo.InvariantCulture),
    };

    public static string Digits(Dice dice, int count) => string.Create(count, dice, static (text, dice) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)('0' + dice.Below(10));
        }
    });

    private static string Letters(Dice dice, int count) => string.Create(count, dice, static (text, dice) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)('A' + dice.Below(26));
        }
    });
}
