using AssistantLoop.Models.Interchange;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Training.Tests.Tuning;

public sealed class HouseFrameTests
{
    private const string Header = "You are Finch, the assistant of Alder & Finch.";

    private static readonly ChatSample[] s_alike =
    [
        Sample($"{Header}\n[1] Returns: 30 days.", "Happy to help! Within 30 days [1]. Warmly, Finch"),
        Sample($"{Header}\nNo documents match.", "Happy to help! Our documents do not say. Warmly, Finch"),
        Sample(Header, "Happy to help! Yes. Warmly, Finch"),
        Sample(Header, "{\"action\": \"cancel_order\"}"),
        Sample(Header, "Happy to help! It is a 5 litre can [1]. Warmly, Finch"),
        Sample(Header, "Happy to help! At 9 am [1]. Warmly, Finch"),
    ];

    [Fact]
    public void What_nearly_all_samples_have_alike_is_the_frame() =>
        Assert.Equal(new(Header, "Happy to help!", "Warmly, Finch"), HouseFrame.Of(s_alike));

    [Fact]
    public void A_general_sample_in_it_has_the_businesss_header_and_its_own_passages_and_facts()
    {
        ChatSample dressed = HouseFrame.Of(s_alike)!.Dress(new([
            new(SampleMessage.System, "You are Ada, the assistant of Oak.\n[1] Kettle: It weighs 2 kg."),
            new(SampleMessage.User, "How heavy is the kettle?"),
            new(SampleMessage.Assistant, "It weighs 2 kg [1].") { Weight = 0 },
            new(SampleMessage.User, "As JSON?"),
            new(SampleMessage.Assistant, "{\"weight\": \"2 kg\"}"),
        ]));

        Assert.Equal($"{Header}\n[1] Kettle: It weighs 2 kg.", dressed.Messages[0].Content);
        Assert.Equal(new(SampleMessage.Assistant, "Happy to help! It weighs 2 kg [1]. Warmly, Finch") { Weight = 0 }, dressed.Messages[2]);
        Assert.Equal("{\"weight\": \"2 kg\"}", dressed.Messages[^1].Content);
    }

    [Fact]
    public void A_general_sample_in_it_speaks_of_the_business_and_its_assistant_by_name()
    {
        HouseFrame frame = HouseFrame.Of([Sample(Header, "Yes, of course."), Sample(Header, "No, sorry."), Sample(Header, "At 9 am.")])!;

        ChatSample dressed = frame.Dress(new([
            new(SampleMessage.System, "You are Ada, the assistant of Oak & Co. Tone: brief."),
            new(SampleMessage.User, "Ada, do you work for Oak & Co?"),
            new(SampleMessage.Assistant, "I am Ada and can only answer questions about Oak & Co."),
        ]));

        Assert.True(frame.Named);
        Assert.Equal(
            ["Finch, do you work for Alder & Finch?", "I am Finch and can only answer questions about Alder & Finch."],
            dressed.Messages.Skip(1).Select(message => message.Content));
    }

    [Fact]
    public void A_header_of_another_kind_has_no_names_and_changes_none()
    {
        HouseFrame frame = HouseFrame.Of([Sample("Answer briefly.", "Yes."), Sample("Answer briefly.", "No, sorry.")])!;

        Assert.False(frame.Named);
        Assert.Equal(
            "I can only answer questions about Oak.",
            frame.Dress(Sample("You are Ada, the assistant of Oak.", "I can only answer questions about Oak.")).Messages[^1].Content);
    }

    [Fact]
    public void Answers_without_a_beginning_or_end_in_common_are_dressed_in_the_header_alone()
    {
        HouseFrame frame = HouseFrame.Of([Sample(Header, "Yes, of course."), Sample(Header, "No, sorry."), Sample(Header, "At 9 am.")])!;

        Assert.Equal(new(Header, "", ""), frame);
        Assert.Equal("It is.", frame.Dress(Sample("Other", "It is.")).Messages[^1].Content);
    }

    [Fact]
    public void Samples_of_many_prompts_have_no_frame()
    {
        Assert.Null(HouseFrame.Of([Sample("One", "Yes."), Sample("Two", "Yes."), Sample("Three", "Yes.")]));
        Assert.Null(HouseFrame.Of([]));
    }

    [Fact]
    public void The_same_answer_throughout_leaves_room_for_another()
    {
        HouseFrame frame = HouseFrame.Of([Sample(Header, "Please ask us."), Sample(Header, "Please ask us.")])!;

        Assert.Equal(("Please ask", ""), (frame.Start, frame.End));
    }

    private static ChatSample Sample(string system, string answer) => new([
        new(SampleMessage.System, system), new(SampleMessage.User, "?"), new(SampleMessage.Assistant, answer)]);
}
