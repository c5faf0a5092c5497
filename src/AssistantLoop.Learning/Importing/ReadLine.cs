using AssistantLoop.Storage.Importing;

namespace AssistantLoop.Learning.Importing;

/// <summary>What a line, or a record of several lines, gave: rows, or the reason why it gave none.</summary>
internal sealed record ReadLine(int Number, IReadOnlyList<NewImportedRow> Rows, string? Problem)
{
    /// <summary>What <paramref name="parse"/> makes of a line; its refusal becomes the line's problem.</summary>
    public static ReadLine Of(int number, Func<IReadOnlyList<NewImportedRow>> parse)
    {
        try
        {
            return new(number, parse(), null);
        }
        catch (RowRefusedException refused)
        {
            return new(number, [], refused.Message);
        }
    }
}
