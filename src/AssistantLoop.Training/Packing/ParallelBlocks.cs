namespace AssistantLoop.Training.Packing;

/// <summary>Makes an endless sequence in blocks on several threads at once, a bounded number of blocks ahead.</summary>
internal static class ParallelBlocks
{
    private const int BlocksPerWorker = 4;

    /// <summary>
    /// The items from <paramref name="first"/> on, in order. What a block throws is thrown where its first item would
    /// come; a block of fewer than <paramref name="size"/> items is the last.
    /// </summary>
    /// <param name="first">Index of the first item.</param>
    /// <param name="size">Items of a block.</param>
    /// <param name="block">The items from an index on; called on any thread, it must depend on the index alone.</param>
    /// <param name="workers">How many blocks are made at once; with 1 the reader's own thread makes them.</param>
    public static IEnumerable<T> Of<T>(long first, int size, Func<long, T[]> block, int workers) =>
        workers <= 1 ? Alone(first, size, block) : Together(first, size, block, workers);

    private static IEnumerable<T> Alone<T>(long first, int size, Func<long, T[]> block)
    {
        for (long at = first; ; at += size)
        {
            T[] items = block(at);
            foreach (T item in items) yield return item;
            if (items.Length < size) yield break;
        }
    }

    private static IEnumerable<T> Together<T>(long first, int size, Func<long, T[]> block, int workers)
    {
        TaskScheduler scheduler =
            new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        using CancellationTokenSource left = new();
        Queue<Task<T[]>> ahead = new();
        try
        {
            for (long at = first; ;)
            {
                for (; ahead.Count < workers * BlocksPerWorker; at += size)
                {
                    long start = at;
                    ahead.Enqueue(Task.Factory.StartNew(
                        () => block(start), left.Token, TaskCreationOptions.None, scheduler));
                }

                T[] items = ahead.Dequeue().GetAwaiter().GetResult();
                foreach (T item in items) yield return item;
                if (items.Length < size) yield break;
            }
        }
        finally
        {
            // Blocks not begun are not begun any more; those under way are waited for, whatever becomes of them.
            left.Cancel();
            foreach (Task<T[]> task in ahead) ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
        }
    }
}
