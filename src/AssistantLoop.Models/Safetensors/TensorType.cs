namespace AssistantLoop.Models.Safetensors;

/// <summary>Element types, as safetensors headers name them; 8-bit floats are refused.</summary>
public enum TensorType
{
    Bool,
    U8,
    I8,
    I16,
    U16,
    F16,
    BF16,
    I32,
    U32,
    F32,
    I64,
    U64,
    F64,
}
