using AssistantLoop.Bindings.LibTorch;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class autograd
    {
        /// <summary>Adds the gradients of the sum of <paramref name="tensors"/> to the leaves' own.</summary>
        public static void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            nint[] roots = Handles(tensors), seeds = Handles(grad_tensors ?? []), leaves = Handles(inputs ?? []);
            fixed (nint* root = roots, seed = seeds, leaf = leaves)
            {
                Shim.Check(Shim.al_backward(
                    root, roots.Length, seeds.Length == 0 ? null : seed, (retain_graph ?? create_graph) ? 1 : 0,
                    create_graph ? 1 : 0, leaf, leaves.Length));
            }

            GC.KeepAlive(tensors);
            GC.KeepAlive(grad_tensors);
            GC.KeepAlive(inputs);
        }

        private static nint[] Handles(IList<Tensor> tensors)
        {
            nint[] handles = new nint[tensors.Count];
            for (int i = 0; i < handles.Length; i++) handles[i] = tensors[i].Handle;
            return handles;
        }
    }
}
