using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A loaded model. Runs may be made from several threads at once.</summary>
public class InferenceSession : IDisposable
{
    private readonly SessionHandle _handle;
    private readonly RunOptions _defaultRunOptions = new();
    private readonly Dictionary<string, NodeMetadata> _inputs;
    private readonly Dictionary<string, NodeMetadata> _outputs;
    private readonly List<string> _inputNames;
    private readonly List<string> _outputNames;
    private bool _disposed;

    /// <summary>Loads a model file with default options.</summary>
    public InferenceSession(string modelPath)
        : this(WithDefaults(options => Load(modelPath, options)))
    {
    }

    /// <summary>Loads a model file. Its external data is found relative to the file.</summary>
    public InferenceSession(string modelPath, SessionOptions options)
        : this(Load(modelPath, options))
    {
    }

    /// <summary>Loads a model from memory with default options.</summary>
    public InferenceSession(byte[] model)
        : this(WithDefaults(options => Load(model, options)))
    {
    }

    /// <summary>Loads a model from memory; the array may be dropped afterwards.</summary>
    public InferenceSession(byte[] model, SessionOptions options)
        : this(Load(model, options))
    {
    }

    private InferenceSession(SessionHandle session)
    {
        _handle = session;
        nint native = session.DangerousGetHandle();
        (_inputNames, _inputs) = Describe(OrtApi.SessionInputs(native));
        (_outputNames, _outputs) = Describe(OrtApi.SessionOutputs(native));
    }

    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata => _inputs;

    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => _outputs;

    /// <summary>The inputs' names in the order of the graph.</summary>
    public IReadOnlyList<string> InputNames => _inputNames;

    /// <summary>The outputs' names in the order of the graph.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    /// <summary>The native session. Throws once this object is disposed, even if a binding still keeps the session.</summary>
    internal SessionHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _handle;
        }
    }

    /// <summary>Runs the graph; ONNX Runtime allocates the outputs, and the caller disposes them.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames)
    {
        nint[] outputs = new nint[outputNames.Count];
        RunCore(runOptions, inputNames, inputValues, outputNames, outputs);
        return OrtValue.TakeAll(outputs);
    }

    /// <summary>Runs the graph with inputs by name; ONNX Runtime allocates the outputs, and the caller disposes them.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions runOptions,
        IReadOnlyDictionary<string, OrtValue> inputs,
        IReadOnlyCollection<string> outputNames) =>
        Run(runOptions, [.. inputs.Keys], [.. inputs.Values], outputNames);

    /// <summary>Runs the graph into outputs that the caller allocated with the right type and shape.</summary>
    public void Run(
        RunOptions? runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        IReadOnlyCollection<OrtValue> outputValues)
    {
        RequireSameCount(outputNames.Count, outputValues.Count, nameof(outputNames), nameof(outputValues));
        using var outputs = new ValueLeases(outputValues);
        RunCore(runOptions ?? _defaultRunOptions, inputNames, inputValues, outputNames, outputs.Pointers);
    }

    /// <summary>Runs the graph on the memory bound.</summary>
    public void RunWithBinding(RunOptions runOptions, OrtIoBinding ioBinding)
    {
        using var session = new HandleLease(Handle);
        using var options = new HandleLease(runOptions);
        using var binding = new HandleLease(ioBinding);
        OrtApi.RunWithBinding(session.Pointer, options.Pointer, binding.Pointer);
    }

    public OrtIoBinding CreateIoBinding() => new(Handle);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            _handle.Dispose();
            _defaultRunOptions.Dispose();
        }
    }

    private void RunCore(
        RunOptions runOptions,
        IReadOnlyCollection<string> inputNames,
        IReadOnlyCollection<OrtValue> inputValues,
        IReadOnlyCollection<string> outputNames,
        nint[] outputs)
    {
        RequireSameCount(inputNames.Count, inputValues.Count, nameof(inputNames), nameof(inputValues));
        using var session = new HandleLease(Handle);
        using var options = new HandleLease(runOptions);
        using var inputs = new ValueLeases(inputValues);
        nint[] inputPointers = Pointers(inputNames, _inputs, "Input");
        nint[] outputPointers = Pointers(outputNames, _outputs, "Output");
        OrtApi.Run(session.Pointer, options.Pointer, inputPointers, inputs.Pointers, outputPointers, outputs);
        GC.KeepAlive(this);
    }

    private static nint[] Pointers(IEnumerable<string> names, Dictionary<string, NodeMetadata> nodes, string kind) =>
    [
        .. names.Select(name => nodes.TryGetValue(name, out NodeMetadata? node)
            ? node.Utf8Name
            : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"{kind} name: '{name}' is not in the metadata"))
    ];

    private static void RequireSameCount(int names, int values, string nameOfNames, string nameOfValues)
    {
        if (names != values)
        {
            throw new ArgumentException($"Length of {nameOfNames} ({names}) must match that of {nameOfValues} ({values}).");
        }
    }

    private static (List<string> Names, Dictionary<string, NodeMetadata> Nodes) Describe((string Name, nint TypeInfo)[] nodes)
    {
        try
        {
            return (
                [.. nodes.Select(node => node.Name)],
                nodes.ToDictionary(node => node.Name, node => new NodeMetadata(node.Name, node.TypeInfo)));
        }
        finally
        {
            Array.ForEach(nodes, node => OrtApi.ReleaseTypeInfo(node.TypeInfo));
        }
    }

    private static SessionHandle WithDefaults(Func<SessionOptions, SessionHandle> load)
    {
        using var options = new SessionOptions();
        return load(options);
    }

    private static SessionHandle Load(string modelPath, SessionOptions options)
    {
        using var env = new HandleLease(OrtEnv.Instance());
        using var native = new HandleLease(options);
        return new SessionHandle(OrtApi.CreateSession(env.Pointer, modelPath, native.Pointer));
    }

    private static SessionHandle Load(byte[] model, SessionOptions options)
    {
        using var env = new HandleLease(OrtEnv.Instance());
        using var native = new HandleLease(options);
        return new SessionHandle(OrtApi.CreateSessionFromArray(env.Pointer, model, native.Pointer));
    }
}
