using AssistantLoop.Retrieval.Index.Files;

namespace AssistantLoop.Retrieval.Tests.Index.Files;

public sealed class IndexHeadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("assistantloop-head").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_head_last_written_is_read()
    {
        Assert.Null(IndexHead.Read(_folder));
        for (int sequence = 1; sequence < 5; sequence++)
        {
            IndexHead head = new(sequence, 7, Guid.CreateVersion7(), sequence * 10, sequence * 1000L);
            head.Write(_folder);
            Assert.Equal(head, IndexHead.Read(_folder));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(43)]
    [InlineData(47)]
    public void A_torn_write_leaves_the_head_before(int at)
    {
        IndexHead before = new(1, 7, Guid.CreateVersion7(), 10, 1000);
        before.Write(_folder);
        (before with { Sequence = 2, Rows = 20 }).Write(_folder);
        using (FileStream file = new(Path.Combine(_folder, "head"), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = at;
            int there = file.ReadByte();
            file.Position = at;
            file.WriteByte((byte)(there ^ 255));
        }

        Assert.Equal(before, IndexHead.Read(_folder));
    }

    // The value that CRC-32C's definition gives for this text (RFC 3720's polynomial).
    [Fact]
    public void The_checksum_is_CRC_32C() => Assert.Equal(0xE3069283u, IndexHead.Checksum("123456789"u8));
}
