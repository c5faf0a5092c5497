using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Alive(Shim.al_dim(Handle));

        public long dim() => Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Alive(Shim.al_numel(Handle));

        public long numel() => NumberOfElements;

        public ScalarType dtype => (ScalarType)Alive(Shim.al_dtype(Handle));

        /// <summary>Bytes an element takes.</summary>
        public long ElementSize => dtype switch
        {
            ScalarType.Float64 or ScalarType.Int64 => 8,
            ScalarType.Float32 or ScalarType.Int32 => 4,
            ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Int16 => 2,
            _ => 1,
        };

        public long element_size() => ElementSize;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public Device device
        {
            get
            {
                long type = Alive(Shim.al_device(Handle, out long index));
                return new Device((DeviceType)type, (int)index);
            }
        }

        public DeviceType device_type => (DeviceType)Alive(Shim.al_device(Handle, out _));

        public int device_index => device.index;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public unsafe long[] shape
        {
            get
            {
                long[] sizes = new long[Dimensions];
                fixed (long* target = sizes) Alive(Shim.al_shape(Handle, target, null));
                return sizes;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            long[] sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        public unsafe long[] stride()
        {
            long[] strides = new long[Dimensions];
            fixed (long* target = strides) Alive(Shim.al_shape(Handle, null, target));
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)Dimensions : dim];

        public bool is_contiguous() => Alive(Shim.al_is_contiguous(Handle)) != 0;

        public bool is_leaf => Alive(Shim.al_is_leaf(Handle)) != 0;

        public bool requires_grad
        {
            get => Alive(Shim.al_requires_grad(Handle)) != 0;
            set => Alive(Shim.al_set_requires_grad(Handle, value ? 1 : 0));
        }

        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>A new reference to the gradient that backward has added up, or null.</summary>
        public Tensor? grad
        {
            get
            {
                Alive(Shim.al_grad(Handle, out nint gradient));
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                Alive(Shim.al_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(value);
            }
        }

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>
        /// Typed access to the elements; <typeparamref name="T"/> must be the tensor's own element type.
        /// </summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            if (ToScalarType(typeof(T)) != dtype)
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>()
            where T : unmanaged =>
            NumberOfElements == 1
                ? data<T>()[0]
                : throw new ArgumentException("Number of elements in the tensor must be 1");

        /// <summary>The bytes of a contiguous CPU tensor. The span does not keep the tensor alive.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                long length = NumberOfElements * ElementSize;
                if (!is_contiguous()) throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                if (length > int.MaxValue)
                    throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                if (device_type != DeviceType.CPU)
                {
                    throw new InvalidOperationException(
                        "Reading data from non-CPU memory is not supported. "
                        + "Move or copy the tensor to the cpu before reading.");
                }

                return length == 0 ? default : new Span<byte>((void*)DataPointer, (int)length);
            }

            set
            {
                Span<byte> target = bytes;
                if (target.Length != value.Length) throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(target);
            }
        }

        internal nint DataPointer => NumberOfElements == 0 ? 0 : Shim.Check(Shim.al_data(Handle));

        // Checks a status and keeps this object from being finalized during the native call that gave it.
        private long Alive(long status)
        {
            GC.KeepAlive(this);
            return Shim.Check(status);
        }
    }
}
