namespace Microsoft.ML.OnnxRuntime;

/// <summary>Whether the nodes of a graph run one after another, or independent ones at the same time.</summary>
public enum ExecutionMode
{
    ORT_SEQUENTIAL = 0,
    ORT_PARALLEL = 1,
}
