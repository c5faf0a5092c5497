using System.Runtime.InteropServices;
using AssistantLoop.App.Settings;
using AssistantLoop.Inference;
using AssistantLoop.Models;
using AssistantLoop.Models.Library;
using AssistantLoop.Training;

namespace AssistantLoop.App.Cli.Doctor;

/// <summary>The two engines and the base model.</summary>
internal static class EngineChecks
{
    public static IEnumerable<Finding> All(AppSettings settings)
    {
        yield return Torch(settings);
        yield return Onnx();
        yield return Model(settings);
    }

    private static Finding Torch(AppSettings settings)
    {
        try
        {
            return TrainerCheck.Run(settings.Threads) is var found && found.BFloat16
                ? Finding.Ok("libtorch", found.ToString())
                : Finding.Warning("libtorch", found.ToString(), "training takes about twice as long without bfloat16");
        }
        catch (Exception error) when (IsNative(error))
        {
            return Finding.Missing("libtorch", error.GetBaseException().Message, "apt-get install libtorch-dev libopenblas0-openmp, then ./assistantloop up");
        }
    }

    private static Finding Onnx()
    {
        try
        {
            RuntimeCheck found = RuntimeCheck.Run();
            string kernels = RuntimeCheck.HasOwnKernels ? "with own kernels (AVX-512 VNNI)" : "without own kernels (no AVX-512 VNNI)";
            return Finding.Ok("ONNX Runtime", $"{found.Version}, {string.Join(", ", found.Providers)}, {kernels}");
        }
        catch (Exception error) when (IsNative(error))
        {
            return Finding.Missing("ONNX Runtime", error.GetBaseException().Message, "./assistantloop up installs it");
        }
    }

    private static Finding Model(AppSettings settings)
    {
        try
        {
            ModelCheck.Run(settings.Model);
            using ModelFolder model = ModelFolder.Open(settings.Model);
            return settings.Context > model.Config.MaxPositions
                ? Finding.Warning(
                    "base model", $"{settings.Model} holds {model.Config.MaxPositions} tokens", $"set context to at most {model.Config.MaxPositions}")
                : Finding.Ok("base model", $"{settings.Model}: {model.Config.Architecture}");
        }
        catch (ModelFormatException error)
        {
            return Finding.Missing("base model", error.Message, "set model to a Hugging Face folder (models check FOLDER)");
        }
    }

    private static bool IsNative(Exception error) => error is DllNotFoundException or TypeInitializationException
        or EntryPointNotFoundException or ExternalException or FileNotFoundException;
}
