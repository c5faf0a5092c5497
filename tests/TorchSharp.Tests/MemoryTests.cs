using System.Runtime.InteropServices;
using AssistantLoop.Bindings.LibTorch;
using TorchSharp.Modules;
using static TorchSharp.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class MemoryTests
{
    [Fact]
    public void A_thousand_training_steps_keep_the_tensor_count_and_memory_flat()
    {
        manual_seed(1);
        using var first = nn.Linear(64, 128);
        using var second = nn.Linear(128, 8);
        Parameter[] parameters = [.. first.parameters(), .. second.parameters()];
        using AdamW optimizer = optim.AdamW(parameters, lr: 1e-3, weight_decay: 0.01);
        for (int i = 0; i < 100; i++) Step();

        (long managed, long native, long resident) before = (LiveTensors(), Native.TensorCount, ResidentBytes());
        for (int i = 0; i < 1000; i++) Step();

        Assert.InRange(Tensor.TotalCount, 0, before.managed);
        Assert.InRange(Native.TensorCount, 0, before.native);
        Assert.True(ResidentBytes() - before.resident < 50 << 20, "Resident memory grew by more than 50 MB.");

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor inputs = randn(256, 64);
            Tensor loss =
                nn.functional.mse_loss(second.call(first.call(inputs).silu()), inputs[TensorIndex.Ellipsis, ..8]);
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, 1);
            optimizer.step();
        }
    }

    [Fact]
    public void A_disposed_tensor_throws_when_used()
    {
        Tensor tensor = Vector(1, 2);
        tensor.Dispose();
        tensor.Dispose();
        Assert.True(tensor.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => tensor.shape);
        Assert.Throws<ObjectDisposedException>(() => tensor + 1);
        Assert.Throws<ObjectDisposedException>(() => torch.cat([Vector(1), tensor]));
        Assert.Throws<ObjectDisposedException>(() => tensor.bytes.Length);
    }

    [Fact]
    public void An_accessor_of_a_disposed_tensor_throws_when_used()
    {
        Tensor tensor = Vector(1, 2);
        var data = tensor.data<float>();
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data[0]);
        Assert.Throws<ObjectDisposedException>(() => data.ToArray());
    }

    [Fact]
    public void A_scope_disposes_of_what_was_made_in_it()
    {
        long before = LiveTensors();
        Tensor inside;
        using (DisposeScope scope = NewDisposeScope())
        {
            inside = Vector(1) + 1;
            Assert.Equal(2, scope.DisposablesCount);
            Assert.True(scope.Contains(inside));
        }

        Assert.True(inside.IsInvalid);
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    [Fact]
    public void A_moved_tensor_lives_as_long_as_the_outer_scope()
    {
        Tensor moved;
        using (NewDisposeScope())
        {
            using (DisposeScope inner = NewDisposeScope()) moved = inner.MoveToOuter(Vector(1));
            Assert.False(moved.IsInvalid);
            using (NewDisposeScope()) Vector(1).MoveToOuterDisposeScope();
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void A_detached_tensor_outlives_all_scopes()
    {
        Tensor detached, unscoped;
        using (NewDisposeScope())
        {
            detached = Vector(1).DetachFromDisposeScope();
            unscoped = Vector(2).MoveToOuterDisposeScope();
        }

        Equal([1], detached);
        Equal([2], unscoped);
        detached.Dispose();
        unscoped.Dispose();
    }

    [Fact]
    public void A_scope_takes_in_what_is_attached_to_it()
    {
        Tensor outside = Vector(1);
        using (DisposeScope scope = NewDisposeScope()) scope.Attach(outside);
        Assert.True(outside.IsInvalid);
    }

    [Fact]
    public void A_scope_can_be_emptied_but_for_some()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gone = Vector(1), kept = Vector(2);
        scope.DisposeEverythingBut(kept);
        Assert.True(gone.IsInvalid);
        Assert.False(kept.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using DisposeScope scope = NewDisposeScope();
        DisposeScope? elsewhere = scope;
        var thread = new Thread(() =>
        {
            elsewhere = CurrentDisposeScope;
            Vector(1).Dispose();
        });
        thread.Start();
        thread.Join();
        Assert.Null(elsewhere);
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_garbage_collector()
    {
        long before = LiveTensors();
        Forget();
        Assert.InRange(LiveTensors(), 0, before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (int i = 0; i < 100; i++) _ = Vector(1, 2, 3).add(1);
        }
    }

    [Fact]
    public void An_error_inside_libtorch_comes_with_its_message()
    {
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).matmul(zeros(4, 5)));
        Assert.Contains(
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("frame #", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => Vector(1, 2).view(3));
        Equal([2, 3], Vector(1, 2) + 1);
    }

    private static long ResidentBytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
