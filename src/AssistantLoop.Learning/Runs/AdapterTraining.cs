using System.Globalization;
using System.Threading.Channels;
using AssistantLoop.Learning.DataSets;
using AssistantLoop.Models;
using AssistantLoop.Training;
using AssistantLoop.Training.Tuning;

namespace AssistantLoop.Learning.Runs;

/// <summary>Trains a run's adapter into its folder, with checkpoints, and tells of each step.</summary>
internal sealed class AdapterTraining
{
    private const int CheckpointEvery = 10;
    private const string ResultFile = "trained.json";

    private readonly ModelFolder _model;
    private readonly string _dataSetHash;
    private readonly TrainingSet _train;
    private readonly TrainingSet _heldOut;

    /// <exception cref="TrainingException">There is too little to learn from, or the objective is not known.</exception>
    public AdapterTraining(ModelFolder model, BuiltDataSet data, RunRequest request, int threads)
    {
        _model = model;
        _dataSetHash = data.Hash;
        string objective = request.Objective ?? LearntFrom.Objective(data.Train, data.HeldOut);
        IReadOnlyList<Aim> aims = AimText.Parse(objective, beta: null, data.Train);
        _train = LearntFrom.Of(data.Train, aims);
        _heldOut = LearntFrom.Of(data.HeldOut, aims);
        RecipeChoice choice = AutomaticRecipe.Choose(model, _train, _heldOut, aims, threads);
        Recipe = choice with { Recipe = choice.Recipe with { Seed = request.Seed, CheckpointEvery = CheckpointEvery } };
    }

    /// <summary>The recipe for the data, with the reasons.</summary>
    public RecipeChoice Recipe { get; }

    /// <summary>The recipe in one line.</summary>
    public string Told
    {
        get
        {
            string values = string.Join(", ", Recipe.Reasons.Select(reason => $"{reason.Name} {reason.Value}"));
            string cost = string.Create(
                CultureInfo.InvariantCulture,
                $"{Recipe.TrainableShare:P2} of the weights learn, about {Recipe.Memory.Total >> 20} MB");
            return string.Join(" ", [$"Recipe: {values}; {cost}.", .. Recipe.Warnings]);
        }
    }

    /// <summary>Trains, or goes on from what the folder holds; an adapter that is done is not trained again.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="told">Is told of each step, in order, by one caller at a time; a slow one misses steps.</param>
    /// <param name="cancellationToken">Stops at the next step, with a checkpoint.</param>
    public async Task<TuningResult> RunAsync(
        RunFolder folder, Func<TrainingProgress, Task> told, CancellationToken cancellationToken)
    {
        if (folder.Read<TuningResult>(ResultFile) is { } done && Directory.Exists(folder.Adapter))
        {
            return done;
        }

        TuningJob job = new()
        {
            Base = _model,
            Train = _train,
            HeldOut = _heldOut,
            Recipe = Recipe.Recipe,
            DataSetHash = _dataSetHash,
            Output = folder.Adapter,
            RunFolder = folder.Training,
        };
        TuningResult result = await OnItsOwnThreadAsync(job, told, cancellationToken);
        folder.Save(ResultFile, result);
        return result;
    }

    /// <summary>Grad mode and thread counts belong to threads, so training has one to itself.</summary>
    private static async Task<TuningResult> OnItsOwnThreadAsync(
        TuningJob job, Func<TrainingProgress, Task> told, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<TrainingProgress> steps = Channel.CreateBounded<TrainingProgress>(
            new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        Task<TuningResult> training = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return FineTuning.Run(job, new ToChannel(steps.Writer), stop.Token);
                }
                finally
                {
                    steps.Writer.Complete();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (TrainingProgress at in steps.Reader.ReadAllAsync(CancellationToken.None))
            {
                await told(at);
            }
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAny(training);
            throw;
        }

        return await training;
    }

    private sealed class ToChannel(ChannelWriter<TrainingProgress> writer) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => writer.TryWrite(value);
    }
}
