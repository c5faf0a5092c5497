namespace AssistantLoop.Evaluation.Reports.Html;

/// <summary>The data set, the recipe and the curves.</summary>
internal static class TrainingSection
{
    public static HtmlText? Write(ReportData data)
    {
        if (data.Training is not { } training)
        {
            return null;
        }

        HtmlText section = new();
        section.Add($"<section class=\"card\"><h2>How it was trained</h2>\n");
        if (training.Losses.Count > 1)
        {
            section.Add($"{LossPlot.Draw(training)}<p>{OverFitting(training)}</p>\n");
        }

        section.Add($"<div class=\"columns\"><div><h3>Run and data</h3><table class=\"facts\"><tbody>\n");
        foreach (NamedValue row in TrainingFacts.Of(training))
        {
            section.Add($"<tr><th scope=\"row\">{row.Name}</th><td>{row.Value}</td></tr>\n");
        }

        section.Add($"</tbody></table></div>{Recipe(training)}</div>\n");
        if (training.Card is { } card)
        {
            section.Add($"<details><summary>The data set's card</summary><pre>{card}</pre></details>\n");
        }

        return section.Add($"</section>\n");
    }

    private static string OverFitting(TrainingSummary training)
    {
        if (training.HeldOutLosses.Count == 0)
        {
            return "No examples were held out, so over-fitting cannot be told.";
        }

        StepLoss best = training.HeldOutLosses.MinBy(at => at.Loss)!;
        return TrainingFacts.IsOverFitting(training)
            ? FormattableString.Invariant($"Over-fitting: the held-out loss rose again after step {best.Step}; the weights of the best step are what counts.")
            : FormattableString.Invariant($"No over-fitting: the held-out loss stayed at its best, {best.Loss:0.000} at step {best.Step}.");
    }

    private static HtmlText? Recipe(TrainingSummary training)
    {
        if (training.Recipe.Count == 0)
        {
            return null;
        }

        HtmlText recipe = new();
        recipe.Add($"<div><h3>Recipe</h3><div class=\"scroll\"><table><thead><tr><th scope=\"col\">Value</th><th scope=\"col\">Is</th><th scope=\"col\">Why</th></tr></thead><tbody>\n");
        foreach (RecipeValue value in training.Recipe)
        {
            recipe.Add($"<tr><th scope=\"row\">{value.Name}</th><td>{value.Value}</td><td>{value.Why}</td></tr>\n");
        }

        return recipe.Add($"</tbody></table></div></div>");
    }
}
