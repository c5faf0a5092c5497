using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace AssistantLoop.Chat.Files;

/// <summary>Reads YAML into a type; keys are written_like_this, and unknown keys are errors.</summary>
public static class YamlFile
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .Build();

    /// <summary>Reads the file.</summary>
    /// <exception cref="ContentFileException">The file is missing, is not YAML, or has an unknown key.</exception>
    public static T Read<T>(string path)
        where T : class => Parse<T>(TextOf(path), path);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">What refusals call it: its path or its name.</param>
    /// <exception cref="ContentFileException">The text is empty, is not YAML, or has an unknown key.</exception>
    public static T Parse<T>(string text, string source)
        where T : class
    {
        try
        {
            return s_yaml.Deserialize<T>(text) ?? throw new ContentFileException(source, "the file is empty");
        }
        catch (YamlException error)
        {
            throw Fault(source, error);
        }
    }

    /// <summary>The file's text.</summary>
    /// <exception cref="ContentFileException">The file is missing or cannot be read.</exception>
    public static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ContentFileException(path, File.Exists(path) ? error.Message : "the file is missing");
        }
    }

    /// <summary>SHA-256 of the file's bytes, in lower-case hexadecimal digits.</summary>
    public static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The same of a text's UTF-8 bytes.</summary>
    public static string HashOfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal static ContentFileException Fault(string source, YamlException error)
    {
        string cause = (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
        return new(source, $"line {error.Start.Line}: {cause}");
    }
}
