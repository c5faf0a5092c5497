namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>Environment, sessions, their inputs and outputs, and running them.</summary>
internal static unsafe partial class OrtApi
{
    internal static nint CreateEnv(OrtLoggingLevel level, string logId)
    {
        nint env;
        fixed (byte* id = Utf8(logId))
        {
            Check(((delegate* unmanaged<int, byte*, nint*, nint>)s_table[3])((int)level, id, &env));
        }

        return env;
    }

    internal static void ReleaseEnv(nint env) => Release(92, env);

    internal static string[] GetAvailableProviders()
    {
        nint* names;
        int count;
        Check(((delegate* unmanaged<nint**, int*, nint>)s_table[125])(&names, &count));
        var providers = new string[count];
        for (int i = 0; i < count; i++)
        {
            providers[i] = Text(names[i]);
        }

        Check(((delegate* unmanaged<nint*, int, nint>)s_table[126])(names, count));
        return providers;
    }

    internal static nint CreateSession(nint env, string path, nint options)
    {
        nint session;
        fixed (byte* file = Utf8(path))
        {
            Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)s_table[7])(env, file, options, &session));
        }

        return session;
    }

    internal static nint CreateSessionFromArray(nint env, ReadOnlySpan<byte> model, nint options)
    {
        nint session;
        fixed (byte* data = model)
        {
            Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)s_table[8])(
                env, data, (nuint)model.Length, options, &session));
        }

        return session;
    }

    internal static void ReleaseSession(nint session) => Release(95, session);

    /// <summary>Names and type infos of the session's inputs, in order. The caller releases the type infos.</summary>
    internal static (string Name, nint TypeInfo)[] SessionInputs(nint session) => SessionNodes(session, 30, 33, 36);

    /// <summary>Names and type infos of the session's outputs, in order. The caller releases the type infos.</summary>
    internal static (string Name, nint TypeInfo)[] SessionOutputs(nint session) => SessionNodes(session, 31, 34, 37);

    private static (string, nint)[] SessionNodes(nint session, int countPlace, int typePlace, int namePlace)
    {
        nuint count;
        Check(((delegate* unmanaged<nint, nuint*, nint>)s_table[countPlace])(session, &count));
        var nodes = new (string, nint)[count];
        nint allocator = GetAllocatorWithDefaultOptions();
        for (nuint i = 0; i < count; i++)
        {
            nint name;
            nint type;
            Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)s_table[namePlace])(session, i, allocator, &name));
            string text = Text(name);
            AllocatorFree(allocator, name);
            Check(((delegate* unmanaged<nint, nuint, nint*, nint>)s_table[typePlace])(session, i, &type));
            nodes[i] = (text, type);
        }

        return nodes;
    }

    /// <summary>Outputs that are zero are allocated by ONNX Runtime and belong to the caller.</summary>
    internal static void Run(nint session, nint runOptions, nint[] inputNames, nint[] inputs, nint[] outputNames, nint[] outputs)
    {
        fixed (nint* inNames = inputNames, ins = inputs, outNames = outputNames, outs = outputs)
        {
            Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)s_table[9])(
                session, runOptions, inNames, ins, (nuint)inputs.Length, outNames, (nuint)outputs.Length, outs));
        }
    }

    internal static nint CreateIoBinding(nint session)
    {
        nint binding;
        Check(((delegate* unmanaged<nint, nint*, nint>)s_table[134])(session, &binding));
        return binding;
    }

    internal static void ReleaseIoBinding(nint binding) => Release(135, binding);

    internal static void RunWithBinding(nint session, nint runOptions, nint binding) =>
        Check(((delegate* unmanaged<nint, nint, nint, nint>)s_table[133])(session, runOptions, binding));

    internal static void BindInput(nint binding, string name, nint value) => Bind(136, binding, name, value);

    internal static void BindOutput(nint binding, string name, nint value) => Bind(137, binding, name, value);

    internal static void BindOutputToDevice(nint binding, string name, nint memoryInfo) => Bind(138, binding, name, memoryInfo);

    private static void Bind(int place, nint binding, string name, nint target)
    {
        fixed (byte* utf8 = Utf8(name))
        {
            Check(((delegate* unmanaged<nint, byte*, nint, nint>)s_table[place])(binding, utf8, target));
        }
    }

    /// <summary>The values bound to the outputs after a run, in the order of binding; each belongs to the caller.</summary>
    internal static nint[] GetBoundOutputValues(nint binding)
    {
        nint allocator = GetAllocatorWithDefaultOptions();
        nint* values;
        nuint count;
        Check(((delegate* unmanaged<nint, nint, nint**, nuint*, nint>)s_table[140])(binding, allocator, &values, &count));
        nint[] result = new ReadOnlySpan<nint>(values, (int)count).ToArray();
        if (count != 0)
        {
            AllocatorFree(allocator, (nint)values);
        }

        return result;
    }

    internal static void ClearBoundInputs(nint binding) => Release(141, binding);

    internal static void ClearBoundOutputs(nint binding) => Release(142, binding);

    internal static void SynchronizeBoundInputs(nint binding) => Check(((delegate* unmanaged<nint, nint>)s_table[202])(binding));

    internal static void SynchronizeBoundOutputs(nint binding) => Check(((delegate* unmanaged<nint, nint>)s_table[203])(binding));
}
