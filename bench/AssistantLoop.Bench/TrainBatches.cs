using System.Globalization;
using System.Runtime.InteropServices;
using AssistantLoop.Models.ChatTemplates;
using AssistantLoop.Models.Safetensors;
using AssistantLoop.Models.Tokenization;
using AssistantLoop.Training.Corpus;

namespace AssistantLoop.Bench;

/// <summary>Batches of generated dialogues, and the file by which both sides get the same ones.</summary>
internal static class TrainBatches
{
    private const int Rows = 8;
    private const int Shortest = 60;
    private const int Longest = 400;

    /// <summary>Writes batches of 8 dialogues of 60 to 400 tokens of a model's tokenizer.</summary>
    public static void Write(string modelFolder, int count, string path)
    {
        ChatEncoder encoder = new(ChatTemplate.Load(modelFolder), HuggingFaceTokenizer.Load(modelFolder));
        IEnumerable<EncodedChat> chats = new CorpusGenerator().Generate(seed: 1, firstIndex: 0)
            .Select(sample => encoder.Encode(sample.Messages))
            .Where(chat => chat.Ids.Length is >= Shortest and <= Longest);
        SafetensorsWriter writer = new();
        foreach ((int index, EncodedChat[] batch) in chats.Chunk(Rows).Take(count).Index())
        {
            Add(writer, $"{index}.ids", [.. batch.SelectMany(chat => chat.Ids).Select(id => (long)id)]);
            Add(writer, $"{index}.lengths", [.. batch.Select(chat => (long)chat.Ids.Length)]);
            byte[] trainable = [.. batch.SelectMany(chat => chat.Trainable).Select(Convert.ToByte)];
            writer.AddBytes($"{index}.trainable", TensorType.U8, [trainable.Length], trainable);
        }

        writer.Save(path);
    }

    /// <summary>The batches of a file.</summary>
    public static IReadOnlyList<EncodedChat[]> Read(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        List<EncodedChat[]> batches = [];
        while (file.Tensors.ContainsKey($"{batches.Count}.ids"))
        {
            string prefix = batches.Count.ToString(CultureInfo.InvariantCulture);
            int[] ids = [.. file.ReadInt64($"{prefix}.ids").Select(id => (int)id)];
            byte[] trainable = new byte[ids.Length];
            file.ReadBytes($"{prefix}.trainable", 0, trainable);
            List<EncodedChat> batch = [];
            int at = 0;
            foreach (long length in file.ReadInt64($"{prefix}.lengths"))
            {
                int end = at + (int)length;
                batch.Add(new EncodedChat(ids[at..end], [.. trainable[at..end].Select(counts => counts != 0)]));
                at = end;
            }

            batches.Add([.. batch]);
        }

        return batches;
    }

    private static void Add(SafetensorsWriter writer, string name, long[] values) =>
        writer.AddBytes(name, TensorType.I64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
}
