using AssistantLoop.Inference.Adapters;
using AssistantLoop.Inference.Cache;
using AssistantLoop.Models.Configuration;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AssistantLoop.Inference.Graphs;

/// <summary>The shape of a step: two steps of one shape share their binding.</summary>
/// <param name="Slot">The first row's slot.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Length">New tokens in each row.</param>
/// <param name="LogitRows">How many positions' logits are wanted.</param>
/// <param name="Stack">Which arrangement of the adapter stack is bound; null for the graph without adapters.</param>
internal readonly record struct StepShape(int Slot, int Rows, int Length, int LogitRows, int? Stack);

/// <summary>All inputs and outputs of one shape of step, bound to memory that stays where it is: to run the step again,
/// write the new tokens into the buffers and run the binding.</summary>
internal sealed class BoundStep : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    public BoundStep(InferenceSession session, StepShape shape, StepBuffers buffers, KeyValueCache cache)
    {
        (_session, Shape) = (session, shape);
        _binding = session.CreateIoBinding();
        Input(DecoderGraph.Ids, TensorElementType.Int64, [shape.Rows, shape.Length], buffers.Ids);
        Input(DecoderGraph.LastPositions, TensorElementType.Int32, [shape.Rows], buffers.LastPositions);
        Input(DecoderGraph.TotalLength, TensorElementType.Int32, [], buffers.TotalLength);
        Input(DecoderGraph.LogitRows, TensorElementType.Int64, [shape.LogitRows], buffers.LogitRows);
        _binding.BindOutput(
            DecoderGraph.Logits,
            Value(TensorElementType.Float, [shape.LogitRows, buffers.Vocabulary], buffers.Logits.Pointer));
        for (int block = 0; block < cache.BlockCount; block++)
        {
            OrtValue view = Value(
                TypeOf(cache.Precision), cache.ViewShape(shape.Rows),
                cache.Pointer(block, shape.Slot));
            _binding.BindInput(DecoderGraph.Past(block), view);
            if (session.OutputMetadata.ContainsKey(DecoderGraph.Present(block)))
            {
                _binding.BindOutput(DecoderGraph.Present(block), view);
            }
        }
    }

    /// <summary>What the step was bound for.</summary>
    public StepShape Shape { get; }

    /// <summary>Binds the filled part of the stack and the masks.</summary>
    public void BindAdapters(AdapterStack stack, ModelConfig config, StepBuffers buffers)
    {
        IReadOnlyList<FusedModule> modules = FusedModule.Of(config);
        for (int m = 0; m < modules.Count; m++)
        {
            Input(DecoderGraph.Mask(modules[m]), TensorElementType.Float, [Shape.Rows, 1, stack.Rows(m)], buffers.Masks[m]);
            StackForm form = stack.Forms[m];
            if (form.Form == MatrixForm.Tiles)
            {
                long[] all = [config.LayerCount, stack.Capacity(m)];
                _binding.BindInput(
                    DecoderGraph.LoraA(modules[m]), Value(TensorElementType.UInt8, [.. all, .. form.A], stack.A(0, m)));
                _binding.BindInput(
                    DecoderGraph.LoraB(modules[m]), Value(TensorElementType.UInt8, [.. all, .. form.B], stack.B(0, m)));
                _binding.BindInput(
                    DecoderGraph.LoraLive(modules[m]),
                    Value(TensorElementType.UInt8, [stack.Capacity(m), form.B[0]], stack.Live(m)));
                continue;
            }

            for (int layer = 0; layer < config.LayerCount; layer++)
            {
                long[] a = [stack.Units(m), .. form.A], b = [stack.Units(m), .. form.B];
                _binding.BindInput(DecoderGraph.LoraA(layer, modules[m]), Value(TensorElementType.Float, a, stack.A(layer, m)));
                _binding.BindInput(DecoderGraph.LoraB(layer, modules[m]), Value(TensorElementType.Float, b, stack.B(layer, m)));
            }
        }
    }

    /// <summary>Runs the step on what the buffers hold.</summary>
    public void Run(RunOptions options) => _session.RunWithBinding(options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
    }

    private void Input<T>(string name, TensorElementType type, long[] shape, PinnedBuffer<T> buffer)
        where T : unmanaged => _binding.BindInput(name, Value(type, shape, buffer.Pointer));

    private static TensorElementType TypeOf(Precision keyValues) => keyValues switch
    {
        Precision.Int8 => TensorElementType.Int8,
        Precision.Fp16 => TensorElementType.Float16,
        _ => TensorElementType.Float,
    };

    private OrtValue Value(TensorElementType type, long[] shape, nint memory)
    {
        int size = type switch
        {
            TensorElementType.Int64 => sizeof(long),
            TensorElementType.UInt8 or TensorElementType.Int8 => sizeof(byte),
            TensorElementType.Float16 => sizeof(ushort),
            _ => sizeof(int),
        };
        long bytes = shape.Aggregate((long)size, (product, length) => product * length);
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, memory, bytes);
        _values.Add(value);
        return value;
    }
}
