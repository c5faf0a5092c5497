using System.Globalization;
using System.Text;
using AssistantLoop.Storage.Versions;

namespace AssistantLoop.Learning.Lineage;

/// <summary>A lineage graph as a Mermaid flow chart: parents and data sets point to the versions made of them.</summary>
public static class MermaidLineage
{
    /// <summary>Writes the chart.</summary>
    public static string Write(LineageGraph graph)
    {
        Dictionary<Guid, int> numbers = graph.Versions.ToDictionary(version => version.Id, version => version.Number);
        Dictionary<Guid, LineageRun> runs = graph.Runs.ToDictionary(run => run.Id);
        StringBuilder chart = new("flowchart LR\n");
        foreach (LineageDataSet set in graph.DataSets)
        {
            Line($"  {NodeOf(set.Hash)}[(\"data set {Short(set.Hash)}<br/>{set.TrainCount} samples\")]");
        }

        foreach (AssistantVersion version in graph.Versions)
        {
            Line($"  v{version.Number}[\"version {version.Number}<br/>{version.Status.ToString().ToLowerInvariant()}\"]");
            if (version.ParentId is { } parent && numbers.TryGetValue(parent, out int number))
            {
                Line($"  v{number} --> v{version.Number}");
            }

            if (version.DataSetHash is { } hash)
            {
                string label = version.RunId is { } id && runs.ContainsKey(id) ? $"|run {id.ToString()[..8]}|" : "";
                Line($"  {NodeOf(hash)} -->{label} v{version.Number}");
            }
        }

        return chart.ToString();

        void Line(FormattableString line) => chart.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string NodeOf(string hash) => "d" + Short(hash);

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
