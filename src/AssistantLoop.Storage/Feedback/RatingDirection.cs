namespace AssistantLoop.Storage.Feedback;

/// <summary>A visitor's thumb.</summary>
public enum RatingDirection
{
    Up,
    Down,
}
