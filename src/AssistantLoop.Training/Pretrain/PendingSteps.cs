using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training.Pretrain;

/// <summary>
/// Steps whose losses are still on the device. To read one waits for all that was begun before it, so a GPU's are read
/// many at a time; those of a processor are there at once.
/// </summary>
internal sealed class PendingSteps(Device device) : IDisposable
{
    private const int MostOfGpu = 20;

    private readonly int _most = device.type == DeviceType.CUDA ? MostOfGpu : 1;
    private readonly List<Item> _items = [];

    public bool Full => _items.Count >= _most;

    /// <summary>Notes a step; the tensors are this object's to dispose.</summary>
    /// <param name="at">The run after the step.</param>
    /// <param name="weight">What the step's tokens count together.</param>
    /// <param name="speed">Tokens a second, of about now.</param>
    /// <param name="sum">Weighted sum of -ln p, Float64.</param>
    /// <param name="norm">The gradient's norm, Float64.</param>
    public void Add(Checkpoint at, double weight, double speed, Tensor sum, Tensor norm) =>
        _items.Add(new(at, weight, speed, sum, norm));

    /// <summary>All steps since the last reading, each with its loss in nats a token, the gradient's norm and the
    /// speed.</summary>
    /// <exception cref="TrainingException">One of them is no number.</exception>
    public IReadOnlyList<(Checkpoint At, double Loss, double Norm, double Speed)> Read()
    {
        if (_items.Count == 0) return [];
        using DisposeScope scope = NewDisposeScope();
        Tensor all = stack([.. _items.Select(item => item.Sum), .. _items.Select(item => item.Norm)]);
        double[] numbers = all.to(CPU).data<double>().ToArray();
        List<(Checkpoint, double, double, double)> read = [];
        for (int i = 0; i < _items.Count; i++)
        {
            (double loss, double norm) = (numbers[i] / _items[i].Weight, numbers[_items.Count + i]);
            if (!double.IsFinite(loss) || !double.IsFinite(norm))
            {
                throw new TrainingException($"Step {_items[i].At.Step}: the loss is {loss} and the gradient's norm "
                    + $"{norm}; lower LearningRate.");
            }

            read.Add((_items[i].At, loss, norm, _items[i].Speed));
        }

        Dispose();
        return read;
    }

    public void Dispose()
    {
        foreach (Item item in _items)
        {
            item.Sum.Dispose();
            item.Norm.Dispose();
        }

        _items.Clear();
    }

    private sealed record Item(Checkpoint At, double Weight, double Speed, Tensor Sum, Tensor Norm);
}
