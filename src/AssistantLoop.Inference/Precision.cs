namespace AssistantLoop.Inference;

/// <summary>How the decode engine holds the matrices of a base model.</summary>
public enum Precision
{
    /// <summary>32-bit floats: the reference, four bytes a weight.</summary>
    Fp32,

    /// <summary>16-bit floats throughout, two bytes a weight, for graphics processors. A processor converts them back and
    /// forth, so it is slower there than <see cref="Fp32"/>.</summary>
    Fp16,

    /// <summary>Symmetric 8-bit integers in blocks of 32, about 1.1 bytes a weight.</summary>
    Int8,

    /// <summary>Symmetric 4-bit integers in blocks of 32, about 0.6 bytes a weight.</summary>
    Int4,
}
