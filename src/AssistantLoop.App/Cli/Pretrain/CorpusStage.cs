namespace AssistantLoop.App.Cli.Pretrain;

/// <summary>What generated samples are for.</summary>
internal enum CorpusStage
{
    /// <summary>A model from nothing.</summary>
    Pretrain,

    /// <summary>Instruction tuning.</summary>
    Sft,

    /// <summary>Preference pairs.</summary>
    Preference,

    /// <summary>Judging whether a passage answers.</summary>
    Relevance,
}
