using System.Xml.Linq;
using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

public sealed class LinePlotTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Points_stand_where_their_numbers_say()
    {
        XElement plot = XElement.Parse(LinePlot.Svg("t", "x", "y", [new("line", [(0, 1), (5, 2), (10, 3)])]));

        // From 64 to 490 across and, 1 being lowest and 3 highest, from 308 up to 40.
        Assert.Equal("64.0,308.0 277.0,174.0 490.0,40.0", plot.Element(s_svg + "polyline")!.Attribute("points")!.Value);
        Assert.Equal(["64.0", "277.0", "490.0"], plot.Elements(s_svg + "circle").Select(dot => dot.Attribute("cx")!.Value));
    }

    [Fact]
    public void A_logarithmic_axis_has_equal_steps_for_equal_factors()
    {
        XElement plot = XElement.Parse(LinePlot.Svg("t", "x", "y", [new("line", [(1, 1), (4, 1), (16, 1)])], logarithmic: true));
        double[] places = [.. plot.Elements(s_svg + "circle").Select(dot => double.Parse(dot.Attribute("cx")!.Value))];
        Assert.Equal(places[1] - places[0], places[2] - places[1], 0.11);
        Assert.Contains(plot.Elements(s_svg + "text"), text => text.Value == "16");
    }

    [Fact]
    public void Names_are_text_and_lines_may_go_without_dots()
    {
        XElement plot = XElement.Parse(LinePlot.Svg("a < b", "x", "y", [new("c & d", [(0, 1), (1, 2)], Dots: false)]));
        Assert.Contains(plot.Elements(s_svg + "text"), text => text.Value == "a < b");
        Assert.Contains(plot.Elements(s_svg + "text"), text => text.Value == "c & d");
        Assert.Empty(plot.Elements(s_svg + "circle"));
    }
}
