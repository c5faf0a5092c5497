namespace AssistantLoop.Storage.Runs;

/// <summary>A run to be queued.</summary>
/// <param name="Kind">What is to be done, such as "sft".</param>
/// <param name="Recipe">All hyper-parameters, as JSON.</param>
/// <param name="DataSetHash">The data set, where it is built already.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="Reason">Why.</param>
public sealed record NewRun(string Kind, string Recipe, string? DataSetHash, string RequestedBy, string Reason);
