using AssistantLoop.Training.Logs;

namespace AssistantLoop.Training.Tests.Logs;

public sealed class EventFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Fact]
    public void It_is_named_by_the_time_and_the_host()
    {
        EventFile.Open(_temp.Path, 0, FixedTime.Clock).Dispose();
        Assert.Equal($"events.out.tfevents.1700000000.{Environment.MachineName}", Path.GetFileName(Only()));
    }

    [Fact]
    public void Another_reader_finds_the_version_and_every_scalar()
    {
        Write(0, 1, 300);
        List<EventReader.Event> events = EventReader.Read(Only());
        Assert.Equal(3, events.Count);
        Assert.Equal((1_700_000_000.5, 0L, "brain.Event:2"), (events[0].WallTime, events[0].Step, events[0].Version));
        Assert.Equal((1_700_000_000.5, 300L), (events[2].WallTime, events[2].Step));
        Assert.Equal(new Dictionary<string, float> { ["loss"] = 30f, ["a/ü"] = float.NaN }, events[2].Scalars);
    }

    [Fact]
    public void A_step_can_be_read_before_the_file_is_closed()
    {
        using EventFile file = EventFile.Open(_temp.Path, 0, FixedTime.Clock);
        file.Write(1, [new("loss", 2)]);
        Assert.Equal(2f, EventReader.Read(Only())[1].Scalars["loss"]);
    }

    [Fact]
    public void A_torn_tail_leaves_what_stands_before_it()
    {
        Write(0, 1, 2, 3);
        byte[] whole = File.ReadAllBytes(Only());
        int last = (whole.Length - FirstRecordLength(whole)) / 3;
        for (int torn = 1; torn <= last; torn++)
        {
            File.WriteAllBytes(Only(), whole[..^torn]);
            Assert.Equal([0, 1, 2], EventReader.Read(Only()).Select(one => one.Step));
            Write(2, 3);
            Assert.Equal(whole, File.ReadAllBytes(Only()));
        }
    }

    [Fact]
    public void Resumed_it_drops_the_steps_that_come_again()
    {
        Write(0, 1, 2, 3, 4);
        Write(2, 3, 5);
        Assert.Equal([0, 1, 2, 3, 5], EventReader.Read(Only()).Select(one => one.Step));
    }

    [Fact]
    public void A_file_of_other_bytes_is_begun_anew()
    {
        File.WriteAllText(Path.Combine(_temp.Path, "events.out.tfevents.1.host"), "no record at all, but long enough");
        Write(0, 1);
        Assert.Equal([0, 1], EventReader.Read(Only()).Select(one => one.Step));
    }

    public void Dispose() => _temp.Dispose();

    private static int FirstRecordLength(byte[] file) => (int)BitConverter.ToInt64(file) + 16;

    private string Only() => Assert.Single(Directory.GetFiles(_temp.Path));

    private void Write(long after, params long[] steps)
    {
        using EventFile file = EventFile.Open(_temp.Path, after, FixedTime.Clock);
        foreach (long step in steps) file.Write(step, [new("loss", step / 10.0), new("a/ü", double.NaN)]);
    }
}
