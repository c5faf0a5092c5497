using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator
        s_arange = new("arange", "start_step"), s_linspace = new("linspace"), s_eye = new("eye", "m"),
        s_randint = new("randint", "low"), s_randintGenerator = new("randint", "low_generator"),
        s_randperm = new("randperm"), s_randpermGenerator = new("randperm", "generator");

    public static Tensor arange(
        Scalar start,
        Scalar stop,
        Scalar step,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false)
    {
        bool whole =
            start.Type != ScalarType.Float64 && stop.Type != ScalarType.Float64 && step.Type != ScalarType.Float64;
        ScalarType type = dtype ?? (whole ? ScalarType.Int64 : get_default_dtype());
        return s_arange.One(start, stop, step, type, Argument.None, device).with_requires_grad(requires_grad);
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start,
        double end,
        long steps,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false) =>
        s_linspace.One(
            (Scalar)start, (Scalar)end, steps, dtype, Argument.None, device).with_requires_grad(requires_grad);

    public static Tensor eye(
        long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        s_eye.One(rows, columns < 0 ? rows : columns, dtype, Argument.None, device).with_requires_grad(requires_grad);

    public static Tensor randint(
        long low,
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null) =>
        (generator is null
            ? s_randint.One(low, high, size, dtype ?? ScalarType.Int64, Argument.None, device)
            : s_randintGenerator.One(low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, device))
        .with_requires_grad(requires_grad);

    public static Tensor randint(
        long high,
        long[] size,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null) => randint(0, high, size, dtype, device, requires_grad, generator);

    public static Tensor randperm(
        long n,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        Generator? generator = null) =>
        (generator is null
            ? s_randperm.One(n, dtype ?? ScalarType.Int64, Argument.None, device)
            : s_randpermGenerator.One(n, generator, dtype ?? ScalarType.Int64, Argument.None, device))
        .with_requires_grad(requires_grad);

    private static ScalarType TypeOf(Scalar value) =>
        value.Type == ScalarType.Float64 ? get_default_dtype() : ScalarType.Int64;
}
