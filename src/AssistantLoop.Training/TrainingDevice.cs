using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace AssistantLoop.Training;

/// <summary>Where a model learns, by name.</summary>
public static class TrainingDevice
{
    /// <summary>The device that cpu, cuda or cuda:N names.</summary>
    /// <exception cref="TrainingException">The name is none of them, or libtorch sees no such device.</exception>
    public static Device Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "cpu") return CPU;
        string[] parts = name.Split(':', 2);
        string number = parts.Length == 2 ? parts[1] : "0";
        if (parts[0] != "cuda"
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            throw new TrainingException($"The device is \"{name}\"; it must be cpu, cuda or cuda:N.");
        }

        int count = cuda.device_count();
        if (index < count) return new Device(DeviceType.CUDA, index);
        throw new TrainingException(count == 0
            ? "libtorch sees no CUDA device here; train on the device cpu, or build with LIBTORCH naming a libtorch "
                + "for CUDA (see docs/training.md)."
            : $"The device is \"{name}\"; this machine has cuda:0 to cuda:{count - 1}.");
    }
}
