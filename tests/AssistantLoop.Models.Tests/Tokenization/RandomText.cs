using System.Text;

namespace AssistantLoop.Models.Tests.Tokenization;

/// <summary>Texts of random characters from all planes, with many spaces, digits and line ends.</summary>
internal static class RandomText
{
    private static readonly string[] s_frequent =
        [" ", "  ", "\n", "\r\n", "\t", "'s", "'LL", "the", "7", "42", "½", "!?"];

    public static IEnumerable<string> Many(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            StringBuilder text = new();
            int length = random.Next(40);
            for (int j = 0; j < length; j++)
            {
                text.Append(random.Next(3) == 0 ? s_frequent[random.Next(s_frequent.Length)] : Character(random));
            }

            yield return text.ToString();
        }
    }

    private static string Character(Random random)
    {
        int highest = random.Next(4) switch { 0 => 0x7F, 1 => 0x7FF, 2 => 0xFFFF, _ => 0x10FFFF };
        int point = random.Next(highest + 1);
        return Rune.IsValid(point) ? new Rune(point).ToString() : "\uFFFD";
    }
}
