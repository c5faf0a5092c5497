using System.Globalization;
using AssistantLoop.Training.Tuning;
using Spectre.Console;

namespace AssistantLoop.App.Cli.Finetune;

/// <summary>A chosen recipe as a table: each value, why it is so, and what the run will cost.</summary>
internal static class RecipeReport
{
    public static void Write(RecipeChoice choice, TrainingSet train, TrainingSet heldOut)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("value", "", "why");
        foreach (RecipeReason reason in choice.Reasons)
            table.AddRow(Markup.Escape(reason.Name), Markup.Escape(reason.Value), Markup.Escape(reason.Why));
        Screen.Out.Write(table);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{train.Count} examples to learn from, {heldOut.Count} held out; {choice.TrainableShare:P2} of the weights learn"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"About {choice.Memory.Total >> 20} MB of memory and at most {Minutes(choice.Time)} on this machine")
            + (choice.Recipe.Device == "cpu" ? "" : $"'s processor, and less on {choice.Recipe.Device}"));
        foreach (string warning in choice.Warnings) Console.WriteLine($"Warning: {warning}");
    }

    public static object Json(RecipeChoice choice) => new
    {
        reasons = choice.Reasons,
        warnings = choice.Warnings,
        trainableShare = choice.TrainableShare,
        memoryBytes = choice.Memory.Total,
        seconds = choice.Time.TotalSeconds,
    };

    private static string Minutes(TimeSpan time) => time.TotalMinutes < 1.5
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} minutes");
}
