using OpsBridge.Architecture;

namespace OpsBridge.Ingest;

/// <summary>
/// One message of <c>Golden/&lt;format&gt;/</c> and what is to be made of it. A <c>.json</c> file is a body; an <c>.http</c> file has headers, an
/// empty line and a body, and the header <c>Query</c> stands for the query string.
/// </summary>
internal sealed class GoldenFile
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly string s_folder = Path.Combine(Codebase.Root, "tests", "OpsBridge.Tests", "Ingest", "Golden");
    private readonly string _path;

    private GoldenFile(string path)
    {
        _path = path;
        Format = Path.GetFileName(Path.GetDirectoryName(path))!;
        var bytes = File.ReadAllBytes(path);
        if (Path.GetExtension(path) == ".http")
        {
            var end = bytes.AsSpan().IndexOf("\n\n"u8);
            Headers = [.. System.Text.Encoding.UTF8.GetString(bytes, 0, end).Split('\n').Select(line => line.Split(": ", 2)).Select(h => KeyValuePair.Create(h[0].TrimEnd(':'), h.Length > 1 ? h[1] : ""))];
            bytes = bytes[(end + 2)..];
        }

        Body = bytes;
    }

    public string Format { get; }

    public byte[] Body { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [];

    public string ExpectedPath => _path + ".expected";

    public static IEnumerable<string> Names => Directory.EnumerateFiles(s_folder, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".json" or ".http").Select(f => Path.GetRelativePath(s_folder, f)).Order(StringComparer.Ordinal);

    public static GoldenFile Read(string name) => new(Path.Combine(s_folder, name));

    /// <summary>What the format's parser makes of a body, as text.</summary>
    public string Parse(ReadOnlySpan<byte> body)
    {
        switch (Format)
        {
            case "prometheus":
                return EventPrinter.Print(AlertmanagerAlerts.Parse(body, Now), body);
            case "alertmanager" or "grafana":
                return EventPrinter.Print(AlertmanagerWebhook.Parse(body, Now), body);
            case "opsbridge":
                return EventPrinter.Print(OwnEvents.Parse(body, Now), body);
            case "pagerduty":
                return EventPrinter.Print(PagerDutyEvents.Parse(body, Now), body);
            case "cloudevents":
                return EventPrinter.Print(CloudEvents.Parse(body, Headers.FirstOrDefault(h => h.Key == "Content-Type").Value, Headers, Now), body);
            case "icinga2":
                var query = Headers.First(h => h.Key == "Query").Value.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).Select(p => KeyValuePair.Create(p[0], p[1]));
                return EventPrinter.Print(IcingaCheckResult.Parse(body, query, Now));
            default:
                throw new InvalidOperationException($"No parser for {Format}.");
        }
    }
}
