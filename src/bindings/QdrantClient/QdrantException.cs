namespace Qdrant.Client;

/// <summary>Qdrant refused a request, or did not answer.</summary>
public class QdrantException : Exception
{
    public QdrantException(string message)
        : base(message)
    {
    }

    internal QdrantException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
