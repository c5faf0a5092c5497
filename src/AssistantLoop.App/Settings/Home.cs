namespace AssistantLoop.App.Settings;

/// <summary>Finds the folder that holds the program's content: prompts, styles, samples and the starter model.</summary>
public static class Home
{
    /// <summary>ASSISTANTLOOP_HOME, or the nearest folder above the program that holds prompts/answer.yaml.</summary>
    /// <exception cref="SettingException">There is none.</exception>
    public static string Find()
    {
        string? given = Environment.GetEnvironmentVariable(AppSettings.EnvironmentPrefix + "HOME");
        if (!string.IsNullOrEmpty(given))
        {
            return HoldsContent(given)
                ? Path.GetFullPath(given)
                : throw new SettingException("home", $"{given} has no prompts/answer.yaml");
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (HoldsContent(at.FullName))
            {
                return at.FullName;
            }
        }

        throw new SettingException("home", "no folder above the program has prompts/answer.yaml; set ASSISTANTLOOP_HOME");
    }

    private static bool HoldsContent(string folder) => File.Exists(Path.Combine(folder, "prompts", "answer.yaml"));
}
