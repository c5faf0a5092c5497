using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of pseudo-random numbers on the CPU.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        internal Generator(nint nativeHandle) => handle = nativeHandle;

        public Generator(ulong seed = 0, Device? device = null)
            : this(Shim.Check(Shim.al_generator_new(seed)))
        {
            if (device is { type: not DeviceType.CPU })
                throw new NotSupportedException("Generators are on the CPU here.");
        }

        ~Generator() => Dispose(false);

        public static Generator Default => new(Shim.Check(Shim.al_generator_default()));

        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Generator));

        public Device device { get; } = CPU;

        public Tensor get_state()
        {
            nint state = Shim.al_generator_state(Handle);
            GC.KeepAlive(this);
            return new Tensor(Shim.Check(state));
        }

        public void set_state(Tensor value)
        {
            Alive(Shim.al_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            Alive(Shim.al_generator_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed()
        {
            Alive(Shim.al_generator_initial_seed(Handle, out ulong seed));
            return (long)seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint released = Interlocked.Exchange(ref handle, 0);
            if (released != 0) Shim.al_generator_release(released);
        }

        // Checks a status and keeps this object from being finalized during the native call that gave it.
        private void Alive(long status)
        {
            GC.KeepAlive(this);
            Shim.Check(status);
        }
    }

    /// <summary>Seeds every device's default generator.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static partial class random
    {
        public static Generator manual_seed(long seed)
        {
            Shim.Check(Shim.al_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static long initial_seed() => Generator.Default.initial_seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }
}
