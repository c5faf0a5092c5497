namespace AssistantLoop.Training.Tuning;

/// <summary>A recipe chosen for a data set and a model, with the reasons, what it will cost, and what to look at.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Reasons">Why each value is what it is.</param>
/// <param name="Warnings">What may be wrong with the data or the recipe, one line each.</param>
/// <param name="TrainableShare">Share of all weights that learn.</param>
/// <param name="Memory">What the run needs.</param>
/// <param name="Time">How long it will take this machine's processor at most: a run that no longer improves stops early, and a
/// GPU is faster.</param>
public sealed record RecipeChoice(
    Recipe Recipe,
    IReadOnlyList<RecipeReason> Reasons,
    IReadOnlyList<string> Warnings,
    double TrainableShare,
    MemoryEstimate Memory,
    TimeSpan Time);

/// <summary>One value of a recipe and why it is so.</summary>
public sealed record RecipeReason(string Name, string Value, string Why);
