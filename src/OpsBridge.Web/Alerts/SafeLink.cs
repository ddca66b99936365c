namespace OpsBridge.Alerts;

/// <summary>Addresses out of alerts are hostile until shown otherwise.</summary>
internal static class SafeLink
{
    /// <summary>The address when it is absolute and http or https; null for everything else (javascript:, data:, relative ...).</summary>
    public static string? Of(string? text) =>
        text is { Length: > 0 and <= 2000 } && Uri.TryCreate(text, UriKind.Absolute, out var link) && (link.Scheme == Uri.UriSchemeHttp || link.Scheme == Uri.UriSchemeHttps)
            ? link.AbsoluteUri
            : null;
}
