using System.Text;
using AssistantLoop.Retrieval.Ingest.Sites;

namespace AssistantLoop.Retrieval.Tests.Ingest.Sites;

public sealed class RobotsRulesTests
{
    [Theory]
    // The examples of RFC 9309 and of its predecessors.
    [InlineData("User-agent: *\nDisallow: /private", "/private/x", false)]
    [InlineData("User-agent: *\nDisallow: /private", "/public", true)]
    [InlineData("User-agent: *\nDisallow: /\nAllow: /shop", "/shop/a", true)]
    [InlineData("User-agent: *\nDisallow: /\nAllow: /shop", "/other", false)]
    [InlineData("User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", true)]
    [InlineData("User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false)]
    [InlineData("User-agent: *\nAllow: /$\nDisallow: /", "/", true)]
    [InlineData("User-agent: *\nAllow: /$\nDisallow: /", "/page", false)]
    [InlineData("User-agent: *\nDisallow: /*?sort=", "/list?sort=price", false)]
    [InlineData("User-agent: *\nDisallow:", "/any", true)]
    [InlineData("User-agent: other\nDisallow: /", "/any", true)]
    [InlineData("User-agent: other\nUser-agent: AssistantLoop\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/y", true)]
    [InlineData("User-agent: other\nUser-agent: AssistantLoop\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/x", false)]
    [InlineData("User-agent: assistantloop\nAllow: /\nUser-agent: *\nDisallow: /\nUser-agent: assistantloop\nDisallow: /x", "/x", false)]
    [InlineData("# all\r\nuser-agent : * # every one\r\ndisallow : /a # not here\r\nnonsense", "/a", false)]
    [InlineData("Disallow: /", "/any", true)]
    public void The_longest_rule_of_the_named_group_decides(string robots, string path, bool allows) =>
        Assert.Equal(allows, Read(robots).Allows(new Uri("https://shop.example" + path)));

    [Fact]
    public void A_pause_is_kept_up_to_ten_seconds_and_site_maps_are_named()
    {
        RobotsRules rules = Read("Sitemap: https://shop.example/map.xml\nUser-agent: *\nCrawl-delay: 2.5");

        Assert.Equal(TimeSpan.FromSeconds(2.5), rules.Pause);
        Assert.Equal("https://shop.example/map.xml", Assert.Single(rules.SiteMaps));
        Assert.Equal(TimeSpan.FromSeconds(10), Read("User-agent: *\nCrawl-delay: 86400").Pause);
    }

    [Fact]
    public void A_rule_made_to_cost_time_costs_none() =>
        Assert.True(Read("User-agent: *\nDisallow: /" + string.Concat(Enumerable.Repeat("*a", 500)) + "b")
            .Allows(new Uri("https://shop.example/" + new string('a', 5000))));

    private static RobotsRules Read(string text) => RobotsRules.Read(Encoding.UTF8.GetBytes(text), SiteFetcher.ProductToken);
}
