using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AssistantLoop.Models;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Files;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Training.Decoding;
using AssistantLoop.Training.Optimizers;
using AssistantLoop.Training.Packing;
using TorchSharp.Modules;

namespace AssistantLoop.Training.Pretrain;

/// <summary>
/// All that a run needs to go on as if it had not stopped: weights, AdamW's means, and where the stream of texts
/// stands. Training itself draws no random numbers. A folder, visible only when it is whole.
/// </summary>
internal sealed record Checkpoint(int Step, long Tokens, double Seconds, long Drawn, PretrainRecipe Recipe)
{
    private const string TensorsFile = "state.safetensors";
    private const string NumbersFile = "state.json";
    private const string Ids = "waiting.ids";
    private const string Trainable = "waiting.trainable";
    private const string Lengths = "waiting.lengths";

    public static void Save(
        string folder, Checkpoint numbers, Decoder decoder, AdamW optimizer, PackerState packer)
    {
        SafetensorsWriter writer = new();
        SavedAdamW.Add(writer, DecoderFiles.Weights(decoder), optimizer);
        int[] ids = [.. packer.Waiting.SelectMany(chat => chat.Ids)];
        byte[] trainable =
            [.. packer.Waiting.SelectMany(chat => chat.Trainable).Select(yes => yes ? (byte)1 : (byte)0)];
        int[] lengths = [.. packer.Waiting.Select(chat => chat.Ids.Length)];
        writer.AddBytes(Ids, TensorType.I32, [ids.Length], MemoryMarshal.AsBytes<int>(ids).ToArray());
        writer.AddBytes(Trainable, TensorType.U8, [trainable.Length], trainable);
        writer.AddBytes(Lengths, TensorType.I32, [lengths.Length], MemoryMarshal.AsBytes<int>(lengths).ToArray());
        WholeFolder.Write(folder, temporary =>
        {
            writer.Save(Path.Combine(temporary, TensorsFile));
            WholeFile.Write(Path.Combine(temporary, NumbersFile),
                stream => JsonSerializer.Serialize(stream, numbers, CheckpointJson.Default.Checkpoint));
        });
    }

    /// <summary>
    /// Puts a saved state into a fresh decoder and optimizer; null where the folder is not there. A checkpoint of
    /// another model or of other data settings throws <see cref="ModelFormatException"/>.
    /// </summary>
    public static (Checkpoint Numbers, PackerState Packer)? Load(
        string folder, PretrainRecipe recipe, Decoder decoder, AdamW optimizer)
    {
        if (!Directory.Exists(folder)) return null;
        string path = Path.Combine(folder, NumbersFile);
        Checkpoint numbers = CheckpointNumbers.Read(path, CheckpointJson.Default.Checkpoint);
        if (numbers.Recipe.ToConfig() is var saved && recipe.ToConfig() is var wanted
            && (saved with { EosTokenIds = [] }, numbers.Recipe.Window, numbers.Recipe.Seed)
                != (wanted with { EosTokenIds = [] }, recipe.Window, recipe.Seed))
        {
            throw new ModelFormatException(path,
                "the checkpoint is of another model, window or seed; delete the folder to start anew.");
        }

        CheckpointNumbers.RefuseOtherStart(path, numbers.Recipe.From, recipe.From);
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, TensorsFile));
        SavedAdamW.Fill(file, DecoderFiles.Weights(decoder), optimizer, numbers.Step);
        return (numbers, new PackerState(numbers.Drawn, Waiting(file)));
    }

    private static List<EncodedChat> Waiting(SafetensorsFile file)
    {
        int[] ids = MemoryMarshal.Cast<byte, int>(Bytes(file, Ids)).ToArray();
        byte[] trainable = Bytes(file, Trainable);
        List<EncodedChat> waiting = [];
        int at = 0;
        foreach (int length in MemoryMarshal.Cast<byte, int>(Bytes(file, Lengths)))
        {
            waiting.Add(new EncodedChat(
                ids[at..(at + length)], [.. trainable[at..(at + length)].Select(yes => yes != 0)]));
            at += length;
        }

        return waiting;
    }

    private static byte[] Bytes(SafetensorsFile file, string name)
    {
        byte[] bytes = new byte[file.Find(name).Length];
        file.ReadBytes(name, 0, bytes);
        return bytes;
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
