namespace AssistantLoop.Training.Tuning;

/// <summary>The order in which a run sees what it learns from.</summary>
internal static class EpochOrder
{
    /// <summary>All items in a new order in each of the recipe's epochs, counted from 1, cut into steps.</summary>
    public static IEnumerable<(int Epoch, T[] Items)> Of<T>(IReadOnlyList<T> items, Recipe recipe)
    {
        Random order = new((int)recipe.Seed);
        for (int epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            T[] shuffled = [.. items];
            order.Shuffle(shuffled);
            foreach (T[] batch in shuffled.Chunk(recipe.BatchSize)) yield return (epoch, batch);
        }
    }
}
