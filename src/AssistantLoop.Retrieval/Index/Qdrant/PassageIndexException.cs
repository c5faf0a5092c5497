namespace AssistantLoop.Retrieval.Index.Qdrant;

/// <summary>
/// Qdrant is not there, or refused a request. Searches fail then, and do not go on with the words of the database alone:
/// what counts as a good enough match is set for both lists together, and half of them would pass for "no document
/// matches" where the truth is "not looked for".
/// </summary>
public sealed class PassageIndexException(string message, Exception cause) : Exception(message, cause)
{
    internal static PassageIndexException From(Exception cause) => new(
        $"The passages' index in Qdrant does not work: {cause.Message}. Check that Qdrant runs, and the settings of its "
        + "address and key.",
        cause);
}
