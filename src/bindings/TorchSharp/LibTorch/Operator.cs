using System.Runtime.InteropServices;
using TorchSharp;
using static AssistantLoop.Bindings.LibTorch.Shim;

namespace AssistantLoop.Bindings.LibTorch;

/// <summary>
/// An ATen operator by name and overload, for example ("add", "Tensor"). It is looked up at its first call, so an
/// operator that the installed libtorch lacks disturbs no other. Arguments stand in the schema's order; missing
/// trailing ones take the schema's defaults. Errors of libtorch are <see cref="ExternalException"/> with libtorch's
/// message. Thread-safe; keep instances in static fields on hot paths.
/// </summary>
public sealed unsafe class Operator(string name, string overload = "")
{
    private const int MaxStackScratch = 256;

    private nint handle;

    /// <summary>Whether the installed libtorch has the operator.</summary>
    public bool Exists => handle != 0 || (handle = al_find("aten::" + name, overload)) != 0;

    /// <summary>The one tensor that the operator returns, or the first of several.</summary>
    public torch.Tensor One(params ReadOnlySpan<Argument> arguments)
    {
        Value result = default;
        Invoke(arguments, &result, 1);
        return new torch.Tensor((nint)result.Bits);
    }

    /// <summary>The two tensors that the operator returns.</summary>
    public (torch.Tensor First, torch.Tensor Second) Two(params ReadOnlySpan<Argument> arguments)
    {
        Value* results = stackalloc Value[2];
        Invoke(arguments, results, 2);
        return (new torch.Tensor((nint)results[0].Bits), new torch.Tensor((nint)results[1].Bits));
    }

    /// <summary>All tensors that the operator returns, the members of lists in their place.</summary>
    public torch.Tensor[] Many(params ReadOnlySpan<Argument> arguments)
    {
        const int Capacity = 8;
        Value* results = stackalloc Value[Capacity];
        int count = Invoke(arguments, results, Capacity);
        var tensors = new List<torch.Tensor>();
        for (int i = 0; i < count; i++)
        {
            if (results[i].Tag == Tag.Tensor && results[i].Bits != 0)
                tensors.Add(new torch.Tensor((nint)results[i].Bits));
            if (results[i].Tag != Tag.TensorList) continue;
            foreach (nint member in new ReadOnlySpan<nint>((void*)results[i].Bits, (int)results[i].Length))
                tensors.Add(new torch.Tensor(member));
        }

        return [.. tensors];
    }

    /// <summary>The truth value that the operator returns.</summary>
    public bool Truth(params ReadOnlySpan<Argument> arguments)
    {
        Value result = default;
        Invoke(arguments, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>Calls an operator for its effect and drops its results.</summary>
    public void Run(params ReadOnlySpan<Argument> arguments) => Invoke(arguments, null, 0);

    /// <summary>
    /// Calls an in-place operator on <paramref name="self"/>, its first argument, and returns that same object.
    /// </summary>
    internal torch.Tensor Into(torch.Tensor self, params ReadOnlySpan<Argument> others)
    {
        Span<Argument> all = [self, default, default, default, default, default, default];
        others.CopyTo(all[1..]);
        Invoke(all[..(others.Length + 1)], null, 0);
        return self;
    }

    private int Invoke(ReadOnlySpan<Argument> arguments, Value* results, int capacity)
    {
        int scratchLength = 0;
        foreach (ref readonly Argument argument in arguments) scratchLength += argument.ScratchLength;

        long* onStack = stackalloc long[scratchLength <= MaxStackScratch ? scratchLength : 0];
        long* scratch = scratchLength <= MaxStackScratch
            ? onStack
            : (long*)NativeMemory.Alloc((nuint)scratchLength, sizeof(long));
        try
        {
            Value* values = stackalloc Value[arguments.Length];
            long* next = scratch;
            for (int i = 0; i < arguments.Length; i++) arguments[i].Write(&values[i], ref next);
            nint op = handle != 0 ? handle : handle = Check(al_find("aten::" + name, overload));
            long count = Check(al_call(op, values, arguments.Length, results, capacity));
            foreach (ref readonly Argument argument in arguments) GC.KeepAlive(argument.Object);
            return (int)count;
        }
        finally
        {
            if (scratch != onStack) NativeMemory.Free(scratch);
        }
    }
}
