using System.Text.Json;
using AssistantLoop.Training.Logs;

namespace AssistantLoop.Training.Tests.Logs;

public sealed class RunLogTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void A_step_is_one_line_of_json()
    {
        Write(0, Line(1) with
        {
            HeldOutLoss = 1.5,
            Metrics = new Dictionary<string, double> { ["rewards/accuracy"] = 0.75, ["worst"] = double.NaN },
        });
        Assert.Equal(
            """{"step":1,"epoch":2,"loss":0.5,"heldOutLoss":1.5,"learningRate":0.001,"gradientNorm":3"""
            + ""","tokensPerSecond":100,"secondsLeft":60,"metrics":{"rewards/accuracy":0.75,"worst":"NaN"}}""" + "\n",
            File.ReadAllText(_temp.In("log.jsonl")));
    }

    [Fact]
    public void The_same_scalars_are_in_the_event_file()
    {
        Write(0, Line(1) with
        {
            HeldOutLoss = 1.5,
            Metrics = new Dictionary<string, double> { ["rewards/accuracy"] = 0.75 },
        });
        Assert.Equal(
            new Dictionary<string, float>
            {
                ["epoch"] = 2,
                ["loss"] = 0.5f,
                ["heldOutLoss"] = 1.5f,
                ["learningRate"] = 0.001f,
                ["gradientNorm"] = 3,
                ["tokensPerSecond"] = 100,
                ["secondsLeft"] = 60,
                ["rewards/accuracy"] = 0.75f,
            },
            EventReader.Read(Events())[1].Scalars);
    }

    [Fact]
    public void Resumed_after_a_step_no_step_is_there_twice()
    {
        Write(0, Line(1), Line(2), Line(3), Line(4));
        Write(2, Line(3), Line(4), Line(5));
        Assert.Equal([1, 2, 3, 4, 5], LoggedSteps());
        Assert.Equal([0, 1, 2, 3, 4, 5], EventReader.Read(Events()).Select(one => one.Step));
    }

    [Fact]
    public void A_run_from_its_start_begins_an_empty_log()
    {
        Write(0, Line(1), Line(2));
        Write(0, Line(1));
        Assert.Equal([1], LoggedSteps());
        Assert.Equal([0, 1], EventReader.Read(Events()).Select(one => one.Step));
    }

    [Theory]
    [InlineData("{\"step\":3,\"epo")]
    [InlineData("{\"step\":3,\"epo\n")]
    public void A_torn_line_is_dropped(string torn)
    {
        Write(0, Line(1), Line(2));
        File.AppendAllText(_temp.In("log.jsonl"), torn);
        Write(9, Line(10));
        Assert.Equal([1, 2, 10], LoggedSteps());
    }

    [Fact]
    public void A_step_that_was_written_is_refused()
    {
        using RunLog log = new(_temp.Path, 4, FixedTime.Clock);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Write(Line(4)));
        log.Write(Line(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Write(Line(5)));
    }

    public void Dispose() => _temp.Dispose();

    private static LogLine Line(int step) => new()
    {
        Step = step,
        Epoch = 2,
        Loss = 0.5,
        LearningRate = 0.001,
        GradientNorm = 3,
        TokensPerSecond = 100,
        SecondsLeft = 60,
    };

    private void Write(long after, params LogLine[] lines)
    {
        using RunLog log = new(_temp.Path, after, FixedTime.Clock);
        foreach (LogLine line in lines) log.Write(line);
    }

    private int[] LoggedSteps() =>
        [.. File.ReadLines(_temp.In("log.jsonl")).Select(line =>
            JsonDocument.Parse(line).RootElement.GetProperty("step").GetInt32())];

    private string Events() => Assert.Single(Directory.GetFiles(_temp.Path, "events.*"));
}
