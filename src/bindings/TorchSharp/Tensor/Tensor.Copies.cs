using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator
            s_toDtype = new("to", "dtype"), s_toDevice = new("to", "dtype_layout"), s_clone = new("clone"),
            s_detach = new("detach"), s_detach_ = new("detach_"), s_copy_ = new("copy_"),
            s_fill_ = new("fill_", "Scalar"), s_zero_ = new("zero_"), s_alias = new("alias"),
            s_uniform_ = new("uniform_"), s_normal_ = new("normal_"), s_bernoulli_ = new("bernoulli_", "float"),
            s_bernoulli = new("bernoulli"), s_multinomial = new("multinomial"), s_zerosLike = new("zeros_like"),
            s_onesLike = new("ones_like"), s_emptyLike = new("empty_like"), s_fullLike = new("full_like"),
            s_randLike = new("rand_like"), s_randnLike = new("randn_like"), s_pinMemory = new("pin_memory");

        /// <summary>This tensor in another type; the same native tensor where it has that type already.</summary>
        public Tensor to_type(
            ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finished(s_toDtype.One(this, type, non_blocking, copy), disposeAfter);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(
            DeviceType deviceType,
            int deviceIndex = -1,
            bool copy = false,
            bool disposeAfter = false,
            bool non_blocking = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Finished(
                s_toDevice.One(this, type, Argument.None, device, Argument.None, non_blocking, copy), disposeAfter);

        public Tensor to(Tensor other, bool non_blocking = false) =>
            to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null, bool non_blocking = false) =>
            to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>A copy in memory that a GPU can read by itself, so that copying it there need not be waited
        /// for.</summary>
        public Tensor pin_memory() => s_pinMemory.One(this);

        public Tensor clone() => s_clone.One(this);

        /// <summary>Another reference to the same data that autograd sees as this tensor.</summary>
        public Tensor alias() => s_alias.One(this);

        public Tensor detach() => s_detach.One(this);

        public Tensor detach_() => s_detach_.Into(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copy_.Into(this, source, nonBlocking);

        public Tensor fill_(Scalar value) => s_fill_.Into(this, value);

        public Tensor zero_() => s_zero_.Into(this);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            s_uniform_.Into(this, from, to, generator);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) =>
            s_normal_.Into(this, mean, std, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => s_bernoulli_.Into(this, p, generator);

        public Tensor bernoulli(Generator? generator = null) => s_bernoulli.One(this, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            s_multinomial.One(this, num_samples, replacement, generator);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_zerosLike.One(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_onesLike.One(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_emptyLike.One(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor full_like(
            Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_fullLike.One(this, value, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_randLike.One(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            s_randnLike.One(this, dtype, Argument.None, device).with_requires_grad(requires_grad);

        private Tensor Finished(Tensor result, bool disposeAfter)
        {
            if (disposeAfter) Dispose();
            return result;
        }
    }
}
