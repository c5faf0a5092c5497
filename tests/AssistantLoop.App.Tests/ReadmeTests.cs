using System.Text.RegularExpressions;

namespace AssistantLoop.App.Tests;

/// <summary>What README.md says where something is, is there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Every_path_of_the_table_and_the_map_exists()
    {
        string table = s_text[s_text.IndexOf("## Where is it?", StringComparison.Ordinal)..];
        string[] paths =
        [
            .. Quoted().Matches(table).Select(path => path.Groups[1].Value),
            .. Mapped().Matches(table).Select(path => path.Groups[1].Value),
        ];
        Assert.True(paths.Length > 20, $"{paths.Length} paths were found");
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
    }

    [Fact]
    public void Every_link_into_the_repository_leads_somewhere()
    {
        string[] links = [.. Link().Matches(s_text).Select(link => link.Groups[1].Value)];
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(Repository.Root, link)), link));
    }

    [GeneratedRegex("`((?:src|samples|prompts|models|bench|tests|docs|style-templates)/?[^` ]*)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^((?:src|samples|models|bench|docs|tests|prompts|style-templates)\S*)", RegexOptions.Multiline)]
    private static partial Regex Mapped();

    [GeneratedRegex(@"\]\((?!http)([^)#]+)\)")]
    private static partial Regex Link();
}
