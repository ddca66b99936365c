using System.Text;

namespace OpsBridge.Data.Private;

/// <summary>What PostgreSQL wrote since a moment: to the file it starts with, then to the day's log.</summary>
internal sealed class ClusterLog
{
    private readonly ClusterLayout _layout;
    private readonly Dictionary<string, long> _before;

    private ClusterLog(ClusterLayout layout)
    {
        _layout = layout;
        _before = Files(layout).ToDictionary(file => file.FullName, file => file.Length, StringComparer.Ordinal);
    }

    /// <summary>Remembers where the logs end now.</summary>
    public static ClusterLog FromHere(ClusterLayout layout) => new(layout);

    /// <summary>The text written since.</summary>
    public string ReadNew()
    {
        var text = new StringBuilder();
        foreach (var file in Files(_layout).OrderBy(file => file.LastWriteTimeUtc))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var from = _before.GetValueOrDefault(file.FullName);
            stream.Position = from <= stream.Length ? from : 0; // Shorter than before: begun anew for today.
            using var reader = new StreamReader(stream, Encoding.UTF8);
            text.Append(reader.ReadToEnd());
        }

        return text.ToString();
    }

    private static FileInfo[] Files(ClusterLayout layout) => new DirectoryInfo(layout.Log).GetFiles("*.log");
}
