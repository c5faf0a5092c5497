using System.Text.RegularExpressions;
using System.Xml.Linq;
using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private static readonly string s_html = HtmlReport.Write(SampleReport.Data());

    [Fact]
    public void What_people_and_models_wrote_is_text_wherever_it_stands()
    {
        Assert.DoesNotContain("<script", s_html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", s_html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", s_html, StringComparison.Ordinal);
    }

    [Fact]
    public void It_loads_nothing_from_elsewhere()
    {
        // Within elements alone: an answer may well hold the text "src=".
        Assert.DoesNotContain(Element().Matches(s_html), element => Loads().IsMatch(element.Value));
        Assert.DoesNotMatch(@"url\(|@import|https?://", s_html[..s_html.IndexOf("</style>", StringComparison.Ordinal)]);
        Assert.Contains("default-src 'none'", s_html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_element_is_closed_and_tables_have_headers()
    {
        // What follows the head is well-formed XML but for its two void-like lines, so that a parser can judge it.
        XElement body = XElement.Parse(s_html[s_html.IndexOf("<body>", StringComparison.Ordinal)..(s_html.IndexOf("</body>", StringComparison.Ordinal) + 7)]);

        Assert.All(body.Descendants("table"), table => Assert.NotEmpty(table.Descendants("th")));
        Assert.All(body.Descendants("th"), header => Assert.NotNull(header.Attribute("scope")));
    }

    [Fact]
    public void Every_plot_says_in_words_what_it_shows()
    {
        XElement body = XElement.Parse(s_html[s_html.IndexOf("<body>", StringComparison.Ordinal)..(s_html.IndexOf("</body>", StringComparison.Ordinal) + 7)]);
        XElement[] plots = [.. body.Descendants("svg")];

        Assert.NotEmpty(plots);
        Assert.All(plots, plot => Assert.Equal("img", plot.Attribute("role")?.Value));
        Assert.All(plots, plot => Assert.NotEqual("", plot.Attribute("aria-label")?.Value ?? ""));
    }

    [Theory]
    [InlineData("The gate did not pass.")]
    [InlineData("1 got better, 1 got worse and 1 stayed")]
    [InlineData("Over-fitting: the held-out loss rose again after step 2")]
    [InlineData("Forgetting: the general suite")]
    [InlineData("Prompt tokens saved")]
    [InlineData("10.0 an answer, 10,000 in 1,000 answers (10.0 % of 100)")]
    [InlineData("2.100 before, 1.200 after (−0.900)")]
    [InlineData("2.1 min")]
    [InlineData("900 MB")]
    [InlineData("not met, as it was not measured")]
    public void It_says_what_a_reader_must_know(string text) => Assert.Contains(text, s_html, StringComparison.Ordinal);

    [Fact]
    public void Without_training_and_general_suite_their_sections_are_left_out()
    {
        string html = HtmlReport.Write(SampleReport.Data() with { Training = null, GeneralBefore = null });

        Assert.DoesNotContain("How it was trained", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Forgetting", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<[a-z][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Element();

    [GeneratedRegex(@"\s(?:src|href|action|on\w+|style)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();
}
