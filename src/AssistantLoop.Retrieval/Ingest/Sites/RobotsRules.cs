using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AssistantLoop.Retrieval.Ingest.Sites;

/// <summary>
/// A site's robots.txt as RFC 9309 has it: the group of this crawler's name, else that of "*"; the longest matching rule
/// decides, and allowing wins a tie.
/// </summary>
internal sealed class RobotsRules
{
    /// <summary>What is read of a file, in bytes (RFC 9309, 2.5).</summary>
    public const int MostBytes = 512 << 10;

    private const int MostPauseSeconds = 10;
    private const int MostRules = 2000;
    private const int MostLength = 1000;
    private const int MostStars = 8;

    private readonly List<(bool Allows, int Length, Regex Pattern)> _rules = [];

    private RobotsRules()
    {
    }

    /// <summary>Rules that allow all.</summary>
    public static RobotsRules AllowAll { get; } = new();

    /// <summary>The pause between two requests that the site asks for, at most 10 s; null where it asks for none.</summary>
    public TimeSpan? Pause { get; private set; }

    /// <summary>The site maps that it names.</summary>
    public List<string> SiteMaps { get; } = [];

    /// <summary>Reads robots.txt; lines that make no sense are passed over.</summary>
    public static RobotsRules Read(byte[] content, string product)
    {
        RobotsRules named = new(), others = new();
        List<string> siteMaps = [];
        List<RobotsRules> groups = [];
        bool rulesBegan = false, isNamed = false;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n', '\r'))
        {
            string[] parts = line.Split('#')[0].Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2)
            {
                continue;
            }

            string key = parts[0].ToLowerInvariant();
            if (key == "user-agent")
            {
                // Names in a row begin one group; a name after rules begins the next.
                if (rulesBegan)
                {
                    groups.Clear();
                    rulesBegan = false;
                }

                bool isThis = parts[1].Equals(product, StringComparison.OrdinalIgnoreCase);
                isNamed |= isThis;
                groups.AddRange(isThis ? [named] : parts[1] == "*" ? [others] : []);
            }
            else if (key == "sitemap")
            {
                siteMaps.Add(parts[1]);
            }
            else
            {
                rulesBegan = true;
                groups.ForEach(group => group.Add(key, parts[1]));
            }
        }

        RobotsRules chosen = isNamed ? named : others;
        chosen.SiteMaps.AddRange(siteMaps);
        return chosen;
    }

    /// <summary>Whether the page may be visited.</summary>
    public bool Allows(Uri address)
    {
        string path = address.PathAndQuery;
        (bool Allows, int Length, Regex Pattern)[] matching = [.. _rules.Where(rule => rule.Pattern.IsMatch(path))];
        int longest = matching.Length == 0 ? 0 : matching.Max(rule => rule.Length);
        return matching.Length == 0 || matching.Any(rule => rule.Length == longest && rule.Allows);
    }

    private void Add(string key, string value)
    {
        // A rule that would cost time to match is left out; crawlers may bound what they read.
        if (key is "allow" or "disallow" && value.Length is > 0 and <= MostLength && value.Count(letter => letter == '*') <= MostStars
            && _rules.Count < MostRules)
        {
            bool toEnd = value.EndsWith('$');
            string pattern = "^" + Regex.Escape(toEnd ? value[..^1] : value).Replace(@"\*", ".*", StringComparison.Ordinal) + (toEnd ? "$" : "");
            _rules.Add((key == "allow", value.Length, new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)));
        }
        else if (key == "crawl-delay" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
        {
            Pause = TimeSpan.FromSeconds(Math.Min(seconds, MostPauseSeconds));
        }
    }
}
