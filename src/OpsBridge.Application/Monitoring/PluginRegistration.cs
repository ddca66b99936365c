namespace OpsBridge.Monitoring;

/// <summary>A plugin that an admin has signed off, as stored.</summary>
public sealed class PluginRegistration
{
    /// <summary>The name checks use.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the program.</summary>
    public required string Path { get; set; }

    /// <summary>SHA-256 of the file when it was signed off, 64 hex digits.</summary>
    public string? Sha256 { get; set; }

    /// <summary>Who signed it off.</summary>
    public required string RegisteredBy { get; set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset RegisteredAt { get; set; }
}
