using System.Runtime.InteropServices;

namespace AssistantLoop.Inference.Adapters;

/// <summary>The matrices of the adapters in use, one below the other in native memory: for each fused module one block of all
/// layers' A and one of all B. The filled beginning of a layer's share counts; a mask says which rows of it count for which
/// row of the step. Changing the set of adapters copies only what changed. Not thread-safe.</summary>
/// <param name="forms">For each fused module how its blocks are laid out.</param>
/// <param name="layers">Layers of the model.</param>
internal sealed unsafe class AdapterStack(IReadOnlyList<StackForm> forms, int layers) : IDisposable
{
    private readonly nint[] _a = new nint[forms.Count];
    private readonly nint[] _b = new nint[forms.Count];
    private readonly nint[] _live = new nint[forms.Count];
    private readonly int[] _capacity = new int[forms.Count];
    private readonly int[] _units = new int[forms.Count];
    private LoadedAdapter[] _stacked = [];

    /// <summary>For each fused module how its blocks are laid out.</summary>
    public IReadOnlyList<StackForm> Forms => forms;

    /// <summary>Units of a fused module that there is room for in each layer.</summary>
    public int Capacity(int module) => _capacity[module];

    /// <summary>Filled units of a fused module.</summary>
    public int Units(int module) => _units[module];

    /// <summary>Columns of a fused module's mask: the rows of all filled units.</summary>
    public int Rows(int module) => _units[module] * forms[module].Rows;

    /// <summary>Where A [units, ..] of a fused module begins.</summary>
    public nint A(int layer, int module) => _a[module] + ((nint)layer * _capacity[module] * forms[module].ABytes);

    /// <summary>Where B [units, ..] of a fused module begins.</summary>
    public nint B(int layer, int module) => _b[module] + ((nint)layer * _capacity[module] * forms[module].BBytes);

    /// <summary>Where a fused module's flags [units, tiles of B] begin; of a module in floats there are none.</summary>
    public nint Live(int module) => _live[module];

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
        for (int module = 0; module < forms.Count; module++)
        {
            int needed = next.Sum(adapter => adapter.Units(module));
            bool grown = needed > _capacity[module];
            if (grown)
            {
                Grow(module, needed);
            }

            _units[module] = 0;
            for (int i = 0; i < next.Length; i++)
            {
                if (grown || i >= same)
                {
                    Copy(next[i], module, _units[module]);
                }

                _units[module] += next[i].Units(module);
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
        int width = Rows(module);
        for (int row = 0; row < rowAdapters.Length; row++)
        {
            int column = row * width;
            foreach (LoadedAdapter adapter in _stacked)
            {
                if (adapter == rowAdapters[row])
                {
                    mask.Slice(column, adapter.Rows(module)).Fill(adapter.Scale);
                }

                column += adapter.Units(module) * forms[module].Rows;
            }
        }
    }

    public void Dispose()
    {
        for (int module = 0; module < forms.Count; module++)
        {
            NativeMemory.AlignedFree((void*)_a[module]);
            NativeMemory.AlignedFree((void*)_b[module]);
            NativeMemory.AlignedFree((void*)_live[module]);
            (_a[module], _b[module], _live[module]) = (0, 0, 0);
        }
    }

    private void Grow(int module, int units)
    {
        _capacity[module] = units;
        Reallocate(ref _a[module], (nuint)layers * (nuint)units * (nuint)forms[module].ABytes);
        Reallocate(ref _b[module], (nuint)layers * (nuint)units * (nuint)forms[module].BBytes);
        Reallocate(ref _live[module], (nuint)units * (nuint)forms[module].B[0]);
    }

    private void Copy(LoadedAdapter adapter, int module, int unit)
    {
        Copy(adapter.Live(module), _live[module] + (unit * (nint)forms[module].B[0]));
        for (int layer = 0; layer < layers; layer++)
        {
            Copy(adapter.A(layer, module), A(layer, module) + ((nint)unit * forms[module].ABytes));
            Copy(adapter.B(layer, module), B(layer, module) + ((nint)unit * forms[module].BBytes));
        }
    }

    private static void Copy(ReadOnlySpan<byte> from, nint to) => from.CopyTo(new Span<byte>((void*)to, from.Length));

    private static void Reallocate(ref nint block, nuint bytes)
    {
        NativeMemory.AlignedFree((void*)block);
        block = (nint)NativeMemory.AlignedAlloc(bytes, 64);
    }
}
