using AssistantLoop.App.Settings;
using AssistantLoop.Chat.Business;
using AssistantLoop.Chat.Files;
using AssistantLoop.Chat.Prompts;
using AssistantLoop.Chat.Styles;
using AssistantLoop.Evaluation.Gates;
using AssistantLoop.Evaluation.Suites;

namespace AssistantLoop.App.Cli.Doctor;

/// <summary>The business's files and the pages.</summary>
internal static class ContentChecks
{
    public static IEnumerable<Finding> All(AppSettings settings)
    {
        BusinessProfile? profile = null;
        yield return Try("business", "correct the file", () =>
        {
            profile = BusinessProfile.Load(settings.Business);
            int documents = Directory.Exists(profile.Documents)
                ? Directory.EnumerateFiles(profile.Documents, "*", SearchOption.AllDirectories).Count()
                : throw new DirectoryNotFoundException($"{profile.Documents} is missing");
            return $"{profile.Business}: {documents} documents";
        });
        if (profile is not null)
        {
            yield return Try("prompt and style", "correct the file", () =>
            {
                PromptTemplate.Load(Path.Combine(settings.Home, "prompts", profile.Prompt + ".yaml"));
                StyleTemplate.Load(Path.Combine(settings.Home, "style-templates", profile.Style + ".yaml"));
                return $"{profile.Prompt}, {profile.Style}";
            });
            yield return Try("suite and gate", "correct the file; without them no run can be decided", () =>
            {
                Suite suite = Suite.Load(profile.Suite);
                int general = profile.GeneralSuite is null ? 0 : Suite.Load(profile.GeneralSuite).Cases.Count;
                int heldOut = profile.HeldOut.Sum(path => Suite.Load(path).Cases.Count);
                Gate gate = Gate.Load(profile.Gate);
                return $"{suite.Cases.Count} cases, {general} general ones, {heldOut} held out, {gate.Requirements.Count} requirements";
            });
        }

        string pages = Path.Combine(settings.Home, "src", "web", "dist");
        yield return File.Exists(Path.Combine(pages, "widget.js"))
            ? Finding.Ok("pages", pages)
            : Finding.Missing("pages", $"{pages} has no widget.js", "./assistantloop up builds them");
    }

    private static Finding Try(string subject, string advice, Func<string> look)
    {
        try
        {
            return Finding.Ok(subject, look());
        }
        catch (Exception error) when (error is ContentFileException or IOException)
        {
            return Finding.Missing(subject, error.Message, advice);
        }
    }
}
