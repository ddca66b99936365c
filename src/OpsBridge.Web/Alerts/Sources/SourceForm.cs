using System.Globalization;
using OpsBridge.Assets;

namespace OpsBridge.Alerts.Sources;

/// <summary>A source while it is being typed; not yet checked.</summary>
public sealed class SourceForm
{
    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Word of <see cref="SourceFormat"/>.</summary>
    public string? Format { get; set; } = nameof(SourceFormat.Prometheus);

    /// <summary>Free text.</summary>
    public string? Notes { get; set; }

    /// <summary>Word of <see cref="AlertSeverity"/>.</summary>
    public string? Cap { get; set; } = nameof(AlertSeverity.Critical);

    /// <summary>Events per second; blank for no limit.</summary>
    public string? Rate { get; set; } = "500";

    /// <summary>Events at once; blank for ten seconds' worth.</summary>
    public string? Burst { get; set; } = "10000";

    /// <summary>Seconds.</summary>
    public string? ResolveTimeout { get; set; } = "300";

    /// <summary>Seconds; blank for never.</summary>
    public string? SilenceLimit { get; set; } = "300";

    /// <summary>May read alerts.</summary>
    public bool Read { get; set; }

    /// <summary>May handle alerts.</summary>
    public bool Handle { get; set; }

    /// <summary>May make and end silences.</summary>
    public bool Silence { get; set; }

    /// <summary>What happens to its labels.</summary>
    public SourceMapping Mapping { get; set; } = SourceMapping.Default;

    /// <summary>The known values, ready to be changed.</summary>
    public static SourceForm Of(SourceDetails details) => new()
    {
        Name = details.Name,
        Format = details.Format.ToString(),
        Notes = details.Notes,
        Cap = details.SeverityCap.ToString(),
        Rate = details.Rate?.EventsPerSecond.ToString(CultureInfo.InvariantCulture),
        Burst = details.Rate?.Burst.ToString(CultureInfo.InvariantCulture),
        ResolveTimeout = Seconds(details.ResolveTimeout),
        SilenceLimit = details.SilenceLimit is { } limit ? Seconds(limit) : null,
        Read = details.Scopes.HasFlag(SourceScopes.Read),
        Handle = details.Scopes.HasFlag(SourceScopes.Handle),
        Silence = details.Scopes.HasFlag(SourceScopes.Silence),
        Mapping = details.Mapping,
    };

    /// <summary>The values as the use cases take them; what is no number becomes one that validation refuses.</summary>
    public SourceDetails ToDetails() => new(Name ?? "", AssetAnswers.Word<SourceFormat>(Format) ?? (SourceFormat)(-1))
    {
        Notes = Notes,
        SeverityCap = AssetAnswers.Word<AlertSeverity>(Cap) ?? (AlertSeverity)(-1),
        Rate = RateOf(),
        ResolveTimeout = SpanOf(ResolveTimeout) ?? TimeSpan.Zero,
        SilenceLimit = SpanOf(SilenceLimit),
        Scopes = (Read ? SourceScopes.Read : SourceScopes.None) | (Handle ? SourceScopes.Handle : SourceScopes.None)
            | (Silence ? SourceScopes.Silence : SourceScopes.None),
        Mapping = Mapping,
    };

    private static string Seconds(TimeSpan span) => ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? SpanOf(string? seconds) => string.IsNullOrWhiteSpace(seconds)
        ? null
        : TimeSpan.FromSeconds(int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);

    private SourceRateLimit? RateOf()
    {
        if (string.IsNullOrWhiteSpace(Rate))
        {
            return null;
        }

        var rate = double.TryParse(Rate.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var burst = string.IsNullOrWhiteSpace(Burst)
            ? (int)Math.Clamp(rate * 10, 1, 1_000_000)
            : int.TryParse(Burst.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0;
        return new SourceRateLimit(rate, burst);
    }
}
