using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <summary>An outside tool that reports events: who it is by its keys, what it may do, and what its words mean here.</summary>
public sealed class Source
{
    private static readonly (SourceScopes Scope, string Permission)[] s_scopes =
    [
        (SourceScopes.Read, Permissions.ViewAlerts), (SourceScopes.Handle, Permissions.HandleAlerts), (SourceScopes.Silence, Permissions.ManageSilences),
    ];

    private readonly List<SourceKey> _keys = [];

    private Source()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Unique and unchangeable: the identity of its alerts holds it.</summary>
    public string Name { get; private init; } = "";

    /// <summary>What it is likely to speak.</summary>
    public SourceFormat Format { get; private set; }

    /// <summary>Whom to ask, where it runs.</summary>
    public string? Notes { get; private set; }

    /// <summary>The worst severity that it may raise.</summary>
    public AlertSeverity SeverityCap { get; private set; }

    /// <summary>Events per second in the long run; null for no limit.</summary>
    public double? EventsPerSecond { get; private set; }

    /// <summary>Events at once; null for no limit.</summary>
    public int? Burst { get; private set; }

    /// <summary>How long a firing alert holds where the sender names no end.</summary>
    public TimeSpan ResolveTimeout { get; private set; }

    /// <summary>After how long without any message it counts as dead; null for never.</summary>
    public TimeSpan? SilenceLimit { get; private set; }

    /// <summary>What its keys may do besides reporting.</summary>
    public SourceScopes Scopes { get; private set; }

    /// <summary>What happens to its labels.</summary>
    public SourceMapping Mapping { get; private set; } = SourceMapping.Default;

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Its keys: two while one takes over from the other.</summary>
    public IReadOnlyCollection<SourceKey> Keys => _keys;

    /// <summary>Row version (PostgreSQL xmin); the ETag of the API.</summary>
    public uint Version { get; private set; }

    /// <summary>The permissions that its keys carry.</summary>
    public IReadOnlyList<string> KeyPermissions => PermissionsOf(Scopes);

    /// <summary>A new source from valid values (see <see cref="SourceDetails.Validate"/>).</summary>
    public static Source Create(SourceDetails details, DateTimeOffset now)
    {
        var source = new Source { Id = Guid.CreateVersion7(now), Name = details.Normalized().Name, CreatedAt = now };
        source.Change(details);
        return source;
    }

    /// <summary>Takes over valid values, except the name.</summary>
    public void Change(SourceDetails details)
    {
        var clean = details.Normalized();
        Format = clean.Format;
        Notes = clean.Notes;
        SeverityCap = clean.SeverityCap;
        EventsPerSecond = clean.Rate?.EventsPerSecond;
        Burst = clean.Rate?.Burst;
        ResolveTimeout = clean.ResolveTimeout;
        SilenceLimit = clean.SilenceLimit;
        Scopes = clean.Scopes;
        Mapping = clean.Mapping;
    }

    /// <summary>Gives it one more key.</summary>
    public void Add(Guid apiKeyId) => _keys.Add(new SourceKey(apiKeyId, Id));

    /// <summary>What an admin said about it, as it stands.</summary>
    public SourceDetails ToDetails() => new(Name, Format)
    {
        Notes = Notes,
        SeverityCap = SeverityCap,
        Rate = EventsPerSecond is { } rate && Burst is { } burst ? new SourceRateLimit(rate, burst) : null,
        ResolveTimeout = ResolveTimeout,
        SilenceLimit = SilenceLimit,
        Scopes = Scopes,
        Mapping = Mapping,
    };

    /// <summary>The permissions that scopes stand for.</summary>
    public static IReadOnlyList<string> PermissionsOf(SourceScopes scopes)
    {
        var permissions = new List<string> { Permissions.ReportAlerts };
        permissions.AddRange(s_scopes.Where(s => scopes.HasFlag(s.Scope)).Select(s => s.Permission));
        return permissions;
    }
}

/// <summary>An API key that belongs to a source.</summary>
/// <param name="ApiKeyId">The key.</param>
/// <param name="SourceId">The source.</param>
public sealed record SourceKey(Guid ApiKeyId, Guid SourceId);
