using AssistantLoop.Learning.Importing;

namespace AssistantLoop.Learning.Tests.Importing;

public sealed class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b\n1,2", "a|b", "1|2")]
    [InlineData("a,b\r\n1,2\r\n", "a|b", "1|2")]
    [InlineData("a;b\n1,5;2", "a|b", "1,5|2")]
    [InlineData("a\tb\n1\t2", "a|b", "1|2")]
    [InlineData("\"a,x\",b\n1,2", "a,x|b", "1|2")]
    [InlineData("a,b\n\"say \"\"hi\"\"\",2", "a|b", "say \"hi\"|2")]
    [InlineData("a,b\n\"two\r\nlines\",2\n3,4", "a|b", "two\nlines|2", "3|4")]
    [InlineData("a,b\n,\n\n\"\",x", "a|b", "|", "|x")]
    public void Cells_are_read_as_rfc_4180_says(string text, params string[] records) =>
        Assert.Equal(records, Read(text).Select(record => string.Join('|', record.Cells)));

    [Fact]
    public void A_record_after_a_cell_of_several_lines_has_its_own_line_number() =>
        Assert.Equal([1, 2, 5], Read("a,b\n\"x\ny\nz\",1\n3,4").Select(record => record.Line));

    [Fact]
    public void A_broken_record_is_told_and_reading_goes_on_at_the_next_line()
    {
        CsvRecord[] records = [.. Read("a,b\n\"never closed,1\n2,3\n4,5\" pipe\n\"6\"x,7\n8,9")];
        Assert.Equal([1, 2, 3, 4, 5, 6], records.Select(record => record.Line));
        Assert.Equal([true, false, true, false, false, true], records.Select(record => record.Problem is null));
        Assert.Equal(["2", "3"], records[2].Cells);
        Assert.Equal(["8", "9"], records[5].Cells);
    }

    private static IEnumerable<CsvRecord> Read(string text) => CsvRecords.Read(new StringReader(text));
}
