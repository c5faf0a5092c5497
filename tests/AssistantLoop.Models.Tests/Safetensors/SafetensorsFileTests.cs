using System.Buffers.Binary;
using System.Text;
using AssistantLoop.Models.Safetensors;

namespace AssistantLoop.Models.Tests.Safetensors;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void What_was_written_is_read_back()
    {
        using TestFolder folder = new();
        SafetensorsWriter writer = new();
        writer.SetMetadata("format", "pt");
        writer.Add("b", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 });
        writer.Add("a.half", [3], new float[] { 0.5f, -65504f, 1f / 3 }, TensorType.F16);
        writer.Add("a.brain", [2], new float[] { 1.00390625f, -3f }, TensorType.BF16);
        writer.Add("scalar", [], new float[] { 7 });
        writer.Add("empty", [0, 4], Array.Empty<float>());
        writer.AddBytes("ids", TensorType.I64, [2], BitConverter.GetBytes(3L).Concat(BitConverter.GetBytes(-4L)).ToArray());
        writer.Save(folder.File("x.safetensors"));

        using SafetensorsFile file = SafetensorsFile.Open(folder.File("x.safetensors"));
        Assert.Equal(6, file.Tensors.Count);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.ReadFloat32("b"));
        Assert.Equal([0.5f, -65504f, (float)(Half)(1f / 3)], file.ReadFloat32("a.half"));
        Assert.Equal([1f, -3f], file.ReadFloat32("a.brain"));
        Assert.Equal([7f], file.ReadFloat32("scalar"));
        Assert.Empty(file.ReadFloat32("empty"));
        Assert.Equal([3L, -4L], file.ReadInt64("ids"));
        float[] part = new float[2];
        file.ReadFloat32("b", 3, part);
        Assert.Equal([4f, 5f], part);
        Assert.Equal(["x.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void The_header_is_padded_to_eight_bytes_and_equal_tensors_give_equal_bytes()
    {
        using TestFolder folder = new();
        foreach (string name in (string[])["1", "2"])
        {
            SafetensorsWriter writer = new();
            string[] order = name == "1" ? ["x", "yy"] : ["yy", "x"];
            foreach (string tensor in order)
            {
                writer.Add(tensor, [1], new float[] { tensor.Length });
            }

            writer.Save(folder.File(name));
        }

        byte[] bytes = File.ReadAllBytes(folder.File("1"));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        Assert.Equal(bytes, File.ReadAllBytes(folder.File("2")));
    }

    [Fact]
    public void A_part_outside_the_tensor_is_not_read()
    {
        using TestFolder folder = new();
        using SafetensorsFile file = SafetensorsFile.Open(Small(folder));
        float[] two = new float[2];
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadFloat32("w", 3, two));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadFloat32("w", -1, two));
    }

    [Fact]
    public void A_closed_file_throws_instead_of_reading_freed_memory()
    {
        using TestFolder folder = new();
        SafetensorsFile file = SafetensorsFile.Open(Small(folder));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadFloat32("w"));
    }

    public static TheoryData<string, string> BadHeaders => new()
    {
        { """{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,32]}}""", "truncated" },
        { """{"w":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}""", "damaged" },
        { """{"w":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}""", "whole numbers" },
        { """{"w":{"dtype":"F32","shape":[4],"data_offsets":[0]}}""", "damaged" },
        { """{"w":{"dtype":"F32","shape":[5],"data_offsets":[0,16]}}""", "needs 20 bytes" },
        { """{"w":{"dtype":"F16","shape":[4],"data_offsets":[0,16]}}""", "needs 8 bytes" },
        { """{"w":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,16]}}""", "needs" },
        { """{"w":{"dtype":"F32","shape":[4611686018427387904,4,9000000000000000000,9],"data_offsets":[0,16]}}""", "needs" },
        { """{"w":{"dtype":"F32","shape":4,"data_offsets":[0,16]}}""", "shape" },
        { """{"w":{"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]}}""", "F8_E4M3" },
        { """{"w":{"shape":[4],"data_offsets":[0,16]}}""", "dtype" },
        { """{"w":[1]}""", "object" },
        { """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "twice" },
        { """{"v":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "inside" },
        { """{"v":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "hole" },
        { """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the file at" },
        { """{"__metadata__":7,"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "__metadata__" },
        { """{"\ud800":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "Unicode" },
        { """{"w":{"dtype":"\ud800","shape":[4],"data_offsets":[0,16]}}""", "Unicode" },
        { "[]", "object" },
        { "not json", "JSON" },
    };

    [Theory, MemberData(nameof(BadHeaders))]
    public void A_bad_header_is_refused_with_its_cause(string header, string cause)
    {
        using TestFolder folder = new();
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[16]];
        Assert.Contains(cause, Refusal(folder, bytes).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0ul, "JSON")]
    [InlineData(1000ul, "truncated")]
    [InlineData(ulong.MaxValue, "claims")]
    [InlineData(1ul << 62, "claims")]
    public void An_absurd_header_length_is_refused(ulong length, string cause)
    {
        using TestFolder folder = new();
        Assert.Contains(cause, Refusal(folder, [.. BitConverter.GetBytes(length), .. "{}"u8, .. new byte[20]]).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_room_for_a_header_is_refused(int length)
    {
        using TestFolder folder = new();
        Assert.Contains("at least 8", Refusal(folder, new byte[length]).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_and_never_read_outside()
    {
        using TestFolder folder = new();
        byte[] whole = File.ReadAllBytes(Small(folder));
        Random random = new(20);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = round % 3 == 0
                ? whole[..random.Next(whole.Length)]
                : Corrupt(whole, random, round % 3 == 1 ? 8 : whole.Length - 28);
            File.WriteAllBytes(folder.File("damaged"), damaged);
            ReadAllOrRefuse(folder.File("damaged"), mustRefuse: round % 3 == 0);
        }
    }

    // A flipped byte may leave a file that is still whole; then every tensor must be readable.
    private static void ReadAllOrRefuse(string path, bool mustRefuse)
    {
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            foreach (TensorInfo tensor in file.Tensors.Values)
            {
                byte[] bytes = new byte[tensor.Length];
                file.ReadBytes(tensor.Name, 0, bytes);
            }

            Assert.False(mustRefuse, "a truncated file was read");
        }
        catch (ModelFormatException error)
        {
            Assert.Equal(path, error.Path);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    private static byte[] Corrupt(byte[] whole, Random random, int range)
    {
        byte[] damaged = [.. whole];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            damaged[random.Next(range)] = (byte)random.Next(256);
        }

        return damaged;
    }

    private static ModelFormatException Refusal(TestFolder folder, byte[] bytes)
    {
        string path = folder.File("bad.safetensors");
        File.WriteAllBytes(path, bytes);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(path).Dispose());
        Assert.Equal(path, error.Path);
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    private static string Small(TestFolder folder)
    {
        SafetensorsWriter writer = new();
        writer.SetMetadata("format", "pt");
        writer.Add("w", [2, 2], new float[] { 1, 2, 3, 4 });
        writer.Add("v", [3], new float[] { 5, 6, 7 });
        writer.Save(folder.File("small.safetensors"));
        return folder.File("small.safetensors");
    }
}
