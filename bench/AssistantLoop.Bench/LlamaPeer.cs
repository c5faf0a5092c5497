using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;

namespace AssistantLoop.Bench;

/// <summary>
/// llama.cpp, by its own C interface (llama.h of the release that node-llama-cpp 3.22.1 ships prebuilt). Parameters are
/// taken from its defaults; of their fields the first four alone are changed, whose places are checked by their values.
/// </summary>
internal sealed unsafe partial class LlamaPeer : IDisposable
{
    private const string Library = "llama";
    private const int Context = 1024;
    private const int Sequences = 16;

    private readonly nint _model;
    private readonly nint _context;
    private readonly int _vocabulary;
    private Batch _batch;

    /// <param name="folder">bench/llama with its packages installed.</param>
    /// <param name="gguf">The model.</param>
    /// <param name="vocabulary">Logits of one position.</param>
    /// <param name="threads">Threads of one step.</param>
    /// <exception cref="InvalidOperationException">The package is missing or the file cannot be loaded.</exception>
    public LlamaPeer(string folder, string gguf, int vocabulary, int threads)
    {
        string libraries = Path.GetFullPath(Path.Combine(folder, "node_modules/@node-llama-cpp/linux-x64/bins/linux-x64"));
        if (!Directory.Exists(libraries))
        {
            throw new InvalidOperationException($"{libraries} is missing: npm ci --prefix {folder} --ignore-scripts --omit=optional");
        }

        s_libraries = libraries;
        BackendLoadAll(Encoding.UTF8.GetBytes(libraries + '\0'));
        LogSet(&Silent, 0);
        _model = ModelLoad(Encoding.UTF8.GetBytes(gguf + '\0'), ModelDefaults());
        Parameters parameters = ContextDefaults();
        uint* first = (uint*)&parameters;
        if ((first[0], first[1], first[2], first[3]) is not (512, 2048, 512, 1))
        {
            throw new InvalidOperationException("This release of llama.cpp orders its parameters in another way.");
        }

        (first[0], first[3]) = (Context * Sequences, Sequences);
        _context = _model == 0 ? 0 : NewContext(_model, parameters);
        if (_context == 0)
        {
            throw new InvalidOperationException($"llama.cpp cannot load {gguf}.");
        }

        SetThreads(_context, threads, threads);
        _batch = NewBatch(Context, 0, 1);
        _vocabulary = vocabulary;
    }

    private static string s_libraries = "";

    static LlamaPeer() => NativeLibrary.SetDllImportResolver(typeof(LlamaPeer).Assembly, (name, _, _) => name switch
    {
        Library => NativeLibrary.Load(Directory.GetFiles(s_libraries, "libllama.v*.so").Single()),
        "ggml" => NativeLibrary.Load(Directory.GetFiles(s_libraries, "libggml.v*.so").Single()),
        _ => 0,
    });

    /// <summary>Reads a prompt of so many tokens.</summary>
    public void Prefill(int count)
    {
        Clear();
        for (int i = 0; i < count; i++)
        {
            Put(i, i * 7 % 1000, i, sequence: 0, logits: i == count - 1);
        }

        Decode(count);
    }

    /// <summary>Writes so many tokens of each of several answers, the likeliest each time.</summary>
    public void Write(int rows, int count)
    {
        Clear();
        int[] last = new int[rows];
        for (int position = 0; position < count; position++)
        {
            for (int row = 0; row < rows; row++)
            {
                Put(row, last[row], position, row, logits: true);
            }

            Decode(rows);
            for (int row = 0; row < rows; row++)
            {
                last[row] = TensorPrimitives.IndexOfMax(new ReadOnlySpan<float>(Logits(_context, row), _vocabulary));
            }
        }
    }

    public void Dispose()
    {
        FreeBatch(_batch);
        FreeContext(_context);
        FreeModel(_model);
    }

    private void Put(int index, int token, int position, int sequence, bool logits)
    {
        _batch.Tokens[index] = token;
        _batch.Positions[index] = position;
        _batch.SequenceCounts[index] = 1;
        _batch.Sequences[index][0] = sequence;
        _batch.Logits[index] = logits ? (byte)1 : (byte)0;
    }

    private void Decode(int count)
    {
        _batch.Count = count;
        int result = Decode(_context, _batch);
        if (result != 0)
        {
            throw new InvalidOperationException($"llama_decode gave {result}.");
        }

        Synchronize(_context);
    }

    private void Clear() => ClearMemory(Memory(_context), 1);

    [UnmanagedCallersOnly]
    private static void Silent(int level, byte* text, nint data)
    {
    }

    // Longer than the library's own: what it does not know, it leaves and does not read.
    [StructLayout(LayoutKind.Sequential, Size = 1024)]
    private struct Parameters
    {
        private ulong _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Batch
    {
        public int Count;
        public int* Tokens;
        public float* Embeddings;
        public int* Positions;
        public int* SequenceCounts;
        public int** Sequences;
        public byte* Logits;
    }

    [LibraryImport("ggml", EntryPoint = "ggml_backend_load_all_from_path")]
    private static partial void BackendLoadAll(byte[] folder);

    [LibraryImport(Library, EntryPoint = "llama_log_set")]
    private static partial void LogSet(delegate* unmanaged<int, byte*, nint, void> callback, nint data);

    [LibraryImport(Library, EntryPoint = "llama_model_default_params")]
    private static partial Parameters ModelDefaults();

    [LibraryImport(Library, EntryPoint = "llama_context_default_params")]
    private static partial Parameters ContextDefaults();

    [LibraryImport(Library, EntryPoint = "llama_model_load_from_file")]
    private static partial nint ModelLoad(byte[] path, Parameters parameters);

    [LibraryImport(Library, EntryPoint = "llama_init_from_model")]
    private static partial nint NewContext(nint model, Parameters parameters);

    [LibraryImport(Library, EntryPoint = "llama_set_n_threads")]
    private static partial void SetThreads(nint context, int threads, int batchThreads);

    [LibraryImport(Library, EntryPoint = "llama_batch_init")]
    private static partial Batch NewBatch(int tokens, int embedding, int sequences);

    [LibraryImport(Library, EntryPoint = "llama_batch_free")]
    private static partial void FreeBatch(Batch batch);

    [LibraryImport(Library, EntryPoint = "llama_decode")]
    private static partial int Decode(nint context, Batch batch);

    [LibraryImport(Library, EntryPoint = "llama_synchronize")]
    private static partial void Synchronize(nint context);

    [LibraryImport(Library, EntryPoint = "llama_get_logits_ith")]
    private static partial float* Logits(nint context, int index);

    [LibraryImport(Library, EntryPoint = "llama_get_memory")]
    private static partial nint Memory(nint context);

    [LibraryImport(Library, EntryPoint = "llama_memory_clear")]
    private static partial void ClearMemory(nint memory, byte data);

    [LibraryImport(Library, EntryPoint = "llama_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "llama_model_free")]
    private static partial void FreeModel(nint model);
}
