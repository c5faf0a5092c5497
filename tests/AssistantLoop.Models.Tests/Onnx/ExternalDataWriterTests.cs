using System.Runtime.InteropServices;
using AssistantLoop.Models.Onnx;

namespace AssistantLoop.Models.Tests.Onnx;

public sealed class ExternalDataWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onnx").FullName;

    [Fact]
    public void Each_tensor_begins_at_a_page_and_is_described_as_onnx_does()
    {
        string path = Path.Combine(_folder, "model.weights");
        IReadOnlyDictionary<string, TensorProto> tensors;
        using (var writer = new ExternalDataWriter(path))
        {
            writer.Add("first", [2, 2], [1f, 2f, 3f, 4f]);
            writer.Add("second", TensorProto.Types.DataType.Uint8, [3], [7, 8, 9]);
            tensors = writer.Tensors;
        }

        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([1f, 2f, 3f, 4f], MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, 16)).ToArray());
        Assert.Equal([7, 8, 9], bytes[4096..]);
        TensorProto second = tensors["second"];
        Assert.Equal([3L], second.Dims);
        Assert.Equal(TensorProto.Types.DataLocation.External, second.DataLocation);
        Assert.Equal(
            ["location=model.weights", "offset=4096", "length=3"],
            second.ExternalData.Select(entry => $"{entry.Key}={entry.Value}"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
