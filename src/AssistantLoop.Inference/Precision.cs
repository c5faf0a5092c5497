namespace AssistantLoop.Inference;

/// <summary>How the decode engine holds the matrices of a base model.</summary>
public enum Precision
{
    /// <summary>32-bit floats: the reference, four bytes a weight.</summary>
    Fp32,

    /// <summary>Symmetric 8-bit integers in blocks of 32, about 1.1 bytes a weight.</summary>
    Int8,

    /// <summary>Symmetric 4-bit integers in blocks of 32, about 0.6 bytes a weight.</summary>
    Int4,
}
