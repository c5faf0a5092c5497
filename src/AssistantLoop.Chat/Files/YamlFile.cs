using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace AssistantLoop.Chat.Files;

/// <summary>Reads a YAML file into a type; keys are written_like_this, and unknown keys are errors.</summary>
public static class YamlFile
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .Build();

    /// <summary>Reads the file.</summary>
    /// <exception cref="ContentFileException">The file is missing, is not YAML, or has an unknown key.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        try
        {
            return s_yaml.Deserialize<T>(File.ReadAllText(path)) ?? throw new ContentFileException(path, "the file is empty");
        }
        catch (YamlException error)
        {
            string cause = (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
            throw new ContentFileException(path, $"line {error.Start.Line}: {cause}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContentFileException(path, File.Exists(path) ? error.Message : "the file is missing");
        }
    }

    /// <summary>SHA-256 of the file's bytes, in lower-case hexadecimal digits.</summary>
    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
