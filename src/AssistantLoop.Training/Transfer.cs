using static TorchSharp.torch;

namespace AssistantLoop.Training;

/// <summary>Arrays as tensors on a device.</summary>
internal static class Transfer
{
    /// <summary>A copy [length]. To a GPU it goes while the processor carries on.</summary>
    public static Tensor On(this long[] values, Device device) => Send(tensor(values), device);

    /// <inheritdoc cref="On(long[], Device)"/>
    public static Tensor On(this int[] values, Device device) => Send(tensor(values), device);

    /// <inheritdoc cref="On(long[], Device)"/>
    public static Tensor On(this float[] values, Device device) => Send(tensor(values), device);

    /// <inheritdoc cref="On(long[], Device)"/>
    public static Tensor On(this double[] values, Device device) => Send(tensor(values), device);

    private static Tensor Send(Tensor values, Device device)
    {
        if (device.type == TorchSharp.DeviceType.CPU) return values;
        using Tensor here = values;
        using Tensor pinned = here.pin_memory();
        return pinned.to(device, non_blocking: true);
    }
}
