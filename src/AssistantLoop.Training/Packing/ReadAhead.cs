using System.Collections.Concurrent;

namespace AssistantLoop.Training.Packing;

/// <summary>Reads a sequence on another thread, a bounded number of items ahead of its reader.</summary>
internal static class ReadAhead
{
    /// <summary>The same items in the same order; what the source throws is thrown where its item would come.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> source, int capacity)
    {
        using CancellationTokenSource left = new();
        using BlockingCollection<T> queue = new(capacity);
        Task reader = Task.Factory.StartNew(
            () => Read(source, queue, left.Token), left.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (T item in queue.GetConsumingEnumerable()) yield return item;
            reader.GetAwaiter().GetResult();
        }
        finally
        {
            left.Cancel();
            ((IAsyncResult)reader).AsyncWaitHandle.WaitOne();
        }
    }

    private static void Read<T>(IEnumerable<T> source, BlockingCollection<T> queue, CancellationToken cancellationToken)
    {
        try
        {
            foreach (T item in source) queue.Add(item, cancellationToken);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }
}
