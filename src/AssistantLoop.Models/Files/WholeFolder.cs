namespace AssistantLoop.Models.Files;

/// <summary>Writes a folder that others see whole or not at all; a folder already there is replaced.</summary>
public static class WholeFolder
{
    /// <summary>
    /// Lets <paramref name="fill"/> fill a temporary folder beside <paramref name="path"/>, then renames it.
    /// </summary>
    public static void Write(string path, Action<string> fill)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string mark = $"{Environment.ProcessId}-{Environment.CurrentManagedThreadId}";
        string temporary = $"{target}.{mark}.part";
        string replaced = $"{target}.{mark}.old";
        try
        {
            Delete(temporary);
            Directory.CreateDirectory(temporary);
            fill(temporary);
            if (Directory.Exists(target))
            {
                Directory.Move(target, replaced);
            }

            Directory.Move(temporary, target);
        }
        finally
        {
            Delete(temporary);
            Delete(replaced);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
