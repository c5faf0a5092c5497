using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A reference to a native tensor. Dispose it, or let a <see cref="DisposeScope"/> do it: the garbage collector
    /// does not see native memory and its finalizer comes late. Using it after Dispose throws <see
    /// cref="ObjectDisposedException"/>.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private static long s_totalCount;
        private static long s_peakCount;

        internal nint handle;

        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            long count = Interlocked.Increment(ref s_totalCount);
            if (count > s_peakCount) s_peakCount = count;
            if (register) OwningDisposeScope = DisposeScopeManager.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors are alive in managed code, over all threads.</summary>
        public static long TotalCount => Interlocked.Read(ref s_totalCount);

        public static long PeakCount => Interlocked.Read(ref s_peakCount);

        public string? name { get; set; }

        public bool IsInvalid => handle == 0;

        public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(Tensor));

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Hands the tensor to the scope around its own; without one it is the caller's to dispose.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes the tensor out of its scope: it is the caller's to dispose.</summary>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null) other?.Attach(this);
            else OwningDisposeScope.MoveToOther(other, this);
            return this;
        }

        /// <summary>Element-wise equality in one truth value; shapes must be equal too.</summary>
        public bool Equals(Tensor target) => s_equal.Truth(this, target);

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        protected virtual void Dispose(bool disposing)
        {
            nint released = Interlocked.Exchange(ref handle, 0);
            if (released == 0) return;
            if (disposing) OwningDisposeScope?.MarkAsDisposed(this);
            Shim.al_release(released);
            Interlocked.Decrement(ref s_totalCount);
        }

        // Empties this object: its reference now belongs to the caller.
        internal nint MoveHandle()
        {
            nint moved = Handle;
            handle = 0;
            Interlocked.Decrement(ref s_totalCount);
            return moved;
        }

        // Points this object to another native tensor, whose own object is emptied.
        internal void TakeHandle(Tensor source)
        {
            nint old = handle;
            handle = source.MoveHandle();
            source.OwningDisposeScope?.MarkAsDisposed(source);
            Shim.al_release(old);
        }
    }
}
