using System.Runtime.InteropServices;
using AssistantLoop.Inference.Graphs;

namespace AssistantLoop.Inference.Adapters;

/// <summary>The matrices of the adapters in use, one below the other in native memory, one A and one B block for each
/// fused module of each layer. A step binds the filled beginning of each block; a mask says which rows of it count for
/// which row of the step. Changing the set of adapters copies only what changed. Not thread-safe.</summary>
internal sealed unsafe class AdapterStack(IReadOnlyList<FusedModule> modules, int layers) : IDisposable
{
    private readonly nint[] _blocks = new nint[layers * modules.Count * 2];
    private readonly int[] _capacity = new int[modules.Count];
    private readonly int[] _rows = new int[modules.Count];
    private LoadedAdapter[] _stacked = [];

    /// <summary>Filled rows of a fused module.</summary>
    public int Rows(int module) => _rows[module];

    /// <summary>Where A [rows, in] of a fused module begins.</summary>
    public nint A(int layer, int module) => _blocks[Block(layer, module)];

    /// <summary>Where B [rows, out] of a fused module begins.</summary>
    public nint B(int layer, int module) => _blocks[Block(layer, module) + 1];

    /// <summary>Makes the stack hold these adapters and no others, in any order.</summary>
    /// <returns>True when views over it must be made anew.</returns>
    public bool Arrange(IReadOnlyList<LoadedAdapter> adapters)
    {
        LoadedAdapter[] next = [.. _stacked.Where(adapters.Contains), .. adapters.Except(_stacked)];
        if (next.SequenceEqual(_stacked))
        {
            return false;
        }

        int same = next.TakeWhile((adapter, i) => i < _stacked.Length && _stacked[i] == adapter).Count();
        for (int module = 0; module < modules.Count; module++)
        {
            int needed = next.Sum(adapter => adapter.Rows(module));
            bool grown = needed > _capacity[module];
            if (grown)
            {
                Grow(module, needed);
            }

            _rows[module] = 0;
            for (int i = 0; i < next.Length; i++)
            {
                if (grown || i >= same)
                {
                    Copy(next[i], module, _rows[module]);
                }

                _rows[module] += next[i].Rows(module);
            }
        }

        _stacked = next;
        return true;
    }

    /// <summary>Writes the mask of a fused module: each row's scale in the columns of its own adapter, else
    /// 0.</summary>
    /// <param name="module">The fused module.</param>
    /// <param name="rowAdapters">For each row of the step its adapter, or null.</param>
    /// <param name="mask">Out: [step rows, <see cref="Rows"/>].</param>
    public void FillMask(int module, ReadOnlySpan<LoadedAdapter?> rowAdapters, Span<float> mask)
    {
        mask.Clear();
        int width = _rows[module];
        for (int row = 0; row < rowAdapters.Length; row++)
        {
            int column = row * width;
            foreach (LoadedAdapter adapter in _stacked)
            {
                if (adapter == rowAdapters[row])
                {
                    mask.Slice(column, adapter.Rows(module)).Fill(adapter.Scale);
                }

                column += adapter.Rows(module);
            }
        }
    }

    public void Dispose()
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            NativeMemory.AlignedFree((void*)_blocks[i]);
            _blocks[i] = 0;
        }
    }

    private void Grow(int module, int rows)
    {
        _capacity[module] = rows;
        for (int layer = 0; layer < layers; layer++)
        {
            int block = Block(layer, module);
            Reallocate(ref _blocks[block], rows * modules[module].In);
            Reallocate(ref _blocks[block + 1], rows * modules[module].Out);
        }
    }

    private void Copy(LoadedAdapter adapter, int module, int row)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            float* a = (float*)A(layer, module) + ((long)row * modules[module].In);
            float* b = (float*)B(layer, module) + ((long)row * modules[module].Out);
            adapter.A(layer, module).CopyTo(new Span<float>(a, adapter.Rows(module) * modules[module].In));
            adapter.B(layer, module).CopyTo(new Span<float>(b, adapter.Rows(module) * modules[module].Out));
        }
    }

    private static void Reallocate(ref nint block, int floats)
    {
        NativeMemory.AlignedFree((void*)block);
        block = (nint)NativeMemory.AlignedAlloc((nuint)floats * sizeof(float), 64);
    }

    private int Block(int layer, int module) => ((layer * modules.Count) + module) * 2;
}
