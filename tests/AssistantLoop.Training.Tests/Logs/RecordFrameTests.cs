using AssistantLoop.Training.Logs;

namespace AssistantLoop.Training.Tests.Logs;

public sealed class RecordFrameTests
{
    [Fact]
    public void The_crc_is_Castagnolis()
    {
        // The check value of the catalogues of CRCs, and RFC 3720, appendix B.4: 32 bytes of zeros.
        Assert.Equal(0xE3069283u, RecordFrame.Crc("123456789"u8));
        Assert.Equal(0x8A9136AAu, RecordFrame.Crc(new byte[32]));
    }

    // E3069283 >> 15 is 0001C60D, << 17 is 25060000; both are 2507C60D, and A282EAD8 more is C78AB0E5.
    [Fact]
    public void The_crc_is_masked_as_worked_by_hand() =>
        Assert.Equal(0xC78AB0E5u, RecordFrame.MaskedCrc("123456789"u8));

    [Fact]
    public void A_flipped_bit_anywhere_makes_a_record_unreadable()
    {
        byte[] record = RecordFrame.Around("abc"u8);
        Assert.Equal("abc"u8, RecordFrame.First(record)!.Value.Bytes);
        for (int i = 0; i < record.Length; i++)
        {
            record[i] ^= 0x10;
            Assert.Null(RecordFrame.First(record));
            record[i] ^= 0x10;
        }
    }
}
