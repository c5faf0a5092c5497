using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime.Tests;

/// <summary>Small graphs as ONNX files. Field numbers are those of onnx.proto.</summary>
internal static class TestModel
{
    /// <summary>z = x + y over floats; all of shape [N], N named "n".</summary>
    public static byte[] Sum { get; } = Model(Graph(
        [Node("Add", ["x", "y"], ["z"])],
        [Value("x", TensorElementType.Float, "n"), Value("y", TensorElementType.Float, "n")],
        [Value("z", TensorElementType.Float, "n")]));

    /// <summary>p = x * 2, q = x as int64; x is [2, 3].</summary>
    public static byte[] TwoOutputs { get; } = Model(Graph(
        [Node("Add", ["x", "x"], ["p"]), Node("Cast", ["x"], ["q"], Attribute("to", (long)TensorElementType.Int64))],
        [Value("x", TensorElementType.Float, 2, 3)],
        [Value("p", TensorElementType.Float, 2, 3), Value("q", TensorElementType.Int64, 2, 3)]));

    /// <summary>y = x cast to another element type; x is of shape [N].</summary>
    public static byte[] Cast(TensorElementType from, TensorElementType to) => Model(Graph(
        [Node("Cast", ["x"], ["y"], Attribute("to", (long)to))], [Value("x", from, "n")], [Value("y", to, "n")]));

    /// <summary>Adds 1 to x as many times as <c>trips</c> says, while <c>go</c>: as long as one likes.</summary>
    public static byte[] Count()
    {
        Message body = Graph(
            [Node("Identity", ["on"], ["stillOn"]), Node("Add", ["sum", "x"], ["nextSum"])],
            [Value("step", TensorElementType.Int64), Value("on", TensorElementType.Bool), Value("sum", TensorElementType.Float, 1)],
            [Value("stillOn", TensorElementType.Bool), Value("nextSum", TensorElementType.Float, 1)]);
        return Model(Graph(
            [Node("Loop", ["trips", "go", "x"], ["y"], new Message().Text(1, "body").Add(6, body).Int(20, 5))],
            [Value("trips", TensorElementType.Int64), Value("go", TensorElementType.Bool), Value("x", TensorElementType.Float, 1)],
            [Value("y", TensorElementType.Float, 1)]));
    }

    /// <summary>One head of attention over a cache of <paramref name="capacity"/> positions, one new token a run.</summary>
    public static byte[] Attention(int headSize, int capacity) => Model(Graph(
        [
            Node(
                "GroupQueryAttention",
                ["q", "k", "v", "pastK", "pastV", "last", "total"],
                ["y", "presentK", "presentV"],
                Attribute("num_heads", 1), Attribute("kv_num_heads", 1)).Text(7, "com.microsoft"),
        ],
        [
            Value("q", TensorElementType.Float, 1, 1, headSize), Value("k", TensorElementType.Float, 1, 1, headSize),
            Value("v", TensorElementType.Float, 1, 1, headSize),
            Value("pastK", TensorElementType.Float, 1, 1, capacity, headSize),
            Value("pastV", TensorElementType.Float, 1, 1, capacity, headSize),
            Value("last", TensorElementType.Int32, 1), Value("total", TensorElementType.Int32),
        ],
        [
            Value("y", TensorElementType.Float, 1, 1, headSize),
            Value("presentK", TensorElementType.Float, 1, 1, capacity, headSize),
            Value("presentV", TensorElementType.Float, 1, 1, capacity, headSize),
        ]));

    private static byte[] Model(Message graph) => new Message()
        .Int(1, 10)
        .Add(7, graph)
        .Add(8, new Message().Int(2, 21))
        .Add(8, new Message().Text(1, "com.microsoft").Int(2, 1))
        .ToArray();

    private static Message Graph(Message[] nodes, Message[] inputs, Message[] outputs)
    {
        Message graph = new Message().Text(2, "test");
        Array.ForEach(nodes, node => graph.Add(1, node));
        Array.ForEach(inputs, input => graph.Add(11, input));
        Array.ForEach(outputs, output => graph.Add(12, output));
        return graph;
    }

    private static Message Node(string type, string[] inputs, string[] outputs, params Message[] attributes)
    {
        Message node = new Message().Texts(1, inputs).Texts(2, outputs).Text(4, type);
        Array.ForEach(attributes, attribute => node.Add(5, attribute));
        return node;
    }

    private static Message Attribute(string name, long value) => new Message().Text(1, name).Int(3, value).Int(20, 2);

    private static Message Value(string name, TensorElementType type, params object[] shape)
    {
        var dims = new Message();
        foreach (object size in shape)
        {
            dims.Add(1, size is string symbol ? new Message().Text(2, symbol) : new Message().Int(1, (int)size));
        }

        return new Message().Text(1, name).Add(2, new Message().Add(1, new Message().Int(1, (long)type).Add(2, dims)));
    }
}
