using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The thread's dispose scope, opened: tensors made until it is disposed belong to it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current;

    /// <summary>Evaluates in a scope of its own and moves the result to the outer one.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using DisposeScope scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>No gradients are recorded on this thread until the result is disposed (on the same thread).</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static bool is_grad_enabled() => Shim.al_grad_mode() != 0;

    public static int get_num_threads() => (int)Shim.Check(Shim.al_threads());

    /// <summary>How many threads one operator may use.</summary>
    public static void set_num_threads(int num) => Shim.Check(Shim.al_set_threads(num));

    private sealed class AutoGradMode : IDisposable
    {
        private readonly long before = Shim.al_grad_mode();

        public AutoGradMode(bool enabled) => Shim.al_set_grad_mode(enabled ? 1 : 0);

        public void Dispose() => Shim.al_set_grad_mode(before);
    }
}
