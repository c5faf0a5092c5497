using System.Xml.Linq;
using AssistantLoop.Evaluation.Reports;

namespace AssistantLoop.Evaluation.Tests.Reports;

public sealed class LossCurveTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_step_that_was_made_twice_counts_as_it_was_last()
    {
        string[] log =
        [
            """{"step":10,"loss":3,"heldOutLoss":null}""",
            """{"step":20,"loss":9,"heldOutLoss":9}""",
            """{"step":20,"loss":1,"heldOutLoss":2}""",
        ];
        XElement plot = XElement.Parse(LossCurve.Of(log)!);
        Assert.Equal("64.0,40.0 490.0,308.0", plot.Element(s_svg + "polyline")!.Attribute("points")!.Value);
        Assert.Equal("20: 2.000", Assert.Single(plot.Elements(s_svg + "circle")).Value);
    }

    [Fact]
    public void A_log_of_one_step_gives_no_plot() =>
        Assert.Null(LossCurve.Of(["""{"step":10,"loss":3,"heldOutLoss":null}"""]));
}
