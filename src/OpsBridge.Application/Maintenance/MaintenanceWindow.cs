using OpsBridge.Alerts;
using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>
/// Planned work that hides the alerts of its scope while it is in force. When it is in force is computed from its plan
/// (<see cref="WindowSchedule"/>); stored are only the plan and what changed it: a first failure, an early end, an extension.
/// </summary>
public sealed class MaintenanceWindow
{
    private MaintenanceWindow()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>What is done.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When it is in force; says what the other values mean (<see cref="WindowDetails"/>).</summary>
    public WindowKind Kind { get; private set; }

    /// <inheritdoc cref="WindowDetails.From"/>
    public DateTimeOffset? From { get; private set; }

    /// <inheritdoc cref="WindowDetails.To"/>
    public DateTimeOffset? To { get; private set; }

    /// <inheritdoc cref="WindowDetails.Lasts"/>
    public TimeSpan? Lasts { get; private set; }

    /// <inheritdoc cref="WindowDetails.TriggerId"/>
    public Guid? TriggerId { get; private set; }

    /// <inheritdoc cref="WindowDetails.Cron"/>
    public string? Cron { get; private set; }

    /// <inheritdoc cref="WindowDetails.Zone"/>
    public string? Zone { get; private set; }

    /// <summary>Conditions of its scope.</summary>
    public IReadOnlyList<Matcher> Matchers { get; private set; } = [];

    /// <summary>Asset of its scope, with everything reached through it.</summary>
    public Guid? AssetId { get; private set; }

    /// <summary>Site of its scope.</summary>
    public Guid? SiteId { get; private set; }

    /// <summary>The account that answers for it.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>The owner's name.</summary>
    public string OwnerName { get; private set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Flexible: the first failure that started it (UTC); null while it waits for one.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>Start of the stretch whose end was moved (UTC); null when none was.</summary>
    public DateTimeOffset? MovedStart { get; private set; }

    /// <summary>The end that this stretch was given (UTC).</summary>
    public DateTimeOffset? MovedEnd { get; private set; }

    /// <summary>Since when it is called off for good (UTC).</summary>
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new window from valid, normalized values.</summary>
    public static MaintenanceWindow Create(WindowDetails details, Actor owner, DateTimeOffset now)
    {
        var window = new MaintenanceWindow
        {
            Id = Guid.CreateVersion7(now),
            OwnerId = owner.Id,
            OwnerName = owner.Name,
            CreatedAt = now.Stored(),
        };
        window.Change(details, now);
        return window;
    }

    /// <summary>Takes over valid, normalized values. Another plan forgets what changed the old one.</summary>
    public void Change(WindowDetails details, DateTimeOffset now)
    {
        if (!SamePlan(ToDetails(), details))
        {
            (StartedAt, MovedStart, MovedEnd) = (null, null, null);
        }

        (Name, Reason, Kind) = (details.Name, details.Reason, details.Kind);
        (From, To, Lasts, TriggerId, Cron, Zone) = (details.From, details.To, details.Lasts, details.TriggerId, details.Cron, details.Zone);
        (Matchers, AssetId, SiteId) = (details.Scope.Matchers, details.Scope.AssetId, details.Scope.SiteId);
        UpdatedAt = now.Stored();
    }

    /// <summary>The plan as it stands.</summary>
    public WindowDetails ToDetails() => new(Name, Reason, Kind, new MaintenanceScope(Matchers, AssetId, SiteId))
    {
        From = From,
        To = To,
        Lasts = Lasts,
        TriggerId = TriggerId,
        Cron = Cron,
        Zone = Zone,
    };

    /// <summary>Flexible: the first failure starts it; false when it has started.</summary>
    public bool Start(DateTimeOffset failedAt, DateTimeOffset now)
    {
        if (StartedAt is not null)
        {
            return false;
        }

        (StartedAt, UpdatedAt) = (failedAt.Stored(), now.Stored());
        return true;
    }

    /// <summary>Moves the end of the stretch that began at <paramref name="start"/>.</summary>
    public void MoveEnd(DateTimeOffset start, DateTimeOffset end, DateTimeOffset now) =>
        (MovedStart, MovedEnd, UpdatedAt) = (start.Stored(), end.Stored(), now.Stored());

    /// <summary>Calls it off for good; false when it was.</summary>
    public bool Cancel(DateTimeOffset now)
    {
        if (CancelledAt is not null)
        {
            return false;
        }

        (CancelledAt, UpdatedAt) = (now.Stored(), now.Stored());
        return true;
    }

    /// <summary>Somebody else answers for it from now on.</summary>
    public void GiveTo(Actor owner, DateTimeOffset now) => (OwnerId, OwnerName, UpdatedAt) = (owner.Id, owner.Name, now.Stored());

    private static bool SamePlan(WindowDetails a, WindowDetails b) =>
        (a.Kind, a.From, a.To, a.Lasts, a.TriggerId, a.Cron, a.Zone) == (b.Kind, b.From, b.To, b.Lasts, b.TriggerId, b.Cron, b.Zone);
}
