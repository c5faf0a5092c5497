namespace AssistantLoop.Training.Tuning;

/// <summary>The order in which a run sees what it learns from.</summary>
internal static class EpochOrder
{
    /// <summary>
    /// All items in a new order in each of the recipe's epochs, counted from 1, cut into steps. Where there are several ways
    /// to put them, all of one length, the epochs take turns.
    /// </summary>
    public static IEnumerable<(int Epoch, T[] Items)> Of<T>(IReadOnlyList<IReadOnlyList<T>> ways, Recipe recipe)
    {
        Random order = new((int)recipe.Seed);
        for (int epoch = 1; epoch <= recipe.Epochs; epoch++)
        {
            T[] shuffled = [.. ways[(epoch - 1) % ways.Count]];
            order.Shuffle(shuffled);
            foreach (T[] batch in shuffled.Chunk(recipe.BatchSize)) yield return (epoch, batch);
        }
    }
}
