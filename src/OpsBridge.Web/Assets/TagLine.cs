namespace OpsBridge.Assets;

/// <summary>One tag while it is being typed; not yet checked.</summary>
/// <param name="Name">Label name.</param>
/// <param name="Value">Label value; empty means no tag.</param>
public sealed record TagLine(string Name, string Value);
