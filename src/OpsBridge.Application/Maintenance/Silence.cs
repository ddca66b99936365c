using OpsBridge.Alerts;
using OpsBridge.Identity;
using OpsBridge.Kernel;

namespace OpsBridge.Maintenance;

/// <summary>
/// Hides the alerts whose labels satisfy all its conditions, from a time to a time, with a reason and an owner. It never
/// touches the alerts themselves: what it hides is computed when they are read, so its end needs no write (ADR 0016).
/// The rules of change are Alertmanager's (API v2).
/// </summary>
public sealed class Silence
{
    private Silence()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>Conditions, all of which must hold.</summary>
    public IReadOnlyList<Matcher> Matchers { get; private set; } = [];

    /// <summary>When it begins (UTC).</summary>
    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>When it ends (UTC); it hides nothing at that moment any more.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    /// <summary>Who made it, as the client says.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>The account or key that answers for it; null when OpsBridge itself does.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>The owner's name.</summary>
    public string OwnerName { get; private set; } = "";

    /// <summary>Why.</summary>
    public string Comment { get; private set; } = "";

    /// <summary>More text by name.</summary>
    public Labels Annotations { get; private set; } = Labels.Empty;

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it was last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new silence from valid, normalized values; it begins now at the earliest.</summary>
    public static Silence Create(SilenceDetails details, Actor owner, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Matchers = details.Matchers,
        StartsAt = details.StartsAt < now ? now.Stored() : details.StartsAt,
        EndsAt = details.EndsAt,
        CreatedBy = details.CreatedBy ?? owner.Name,
        OwnerId = owner.Id,
        OwnerName = owner.Name,
        Comment = details.Comment,
        Annotations = details.Annotations,
        CreatedAt = now.Stored(),
        UpdatedAt = now.Stored(),
    };

    /// <summary>Where it is in its life.</summary>
    public SilenceState StateAt(DateTimeOffset now) => SilenceStates.At(StartsAt, EndsAt, now);

    /// <summary>
    /// Whether it can take these values and stay the same silence: equal conditions, and while active the same start second and
    /// an end that has not passed, while pending a start that has not passed. Otherwise it must expire and a new one begin.
    /// </summary>
    public bool CanBecome(SilenceDetails details, DateTimeOffset now) =>
        SameMatchers(details.Matchers) && StateAt(now) switch
        {
            SilenceState.Active => details.StartsAt.ToUnixTimeSeconds() == StartsAt.ToUnixTimeSeconds() && details.EndsAt >= now,
            SilenceState.Pending => details.StartsAt >= now,
            _ => false,
        };

    /// <summary>Takes over values that <see cref="CanBecome"/> allows.</summary>
    public void Change(SilenceDetails details, DateTimeOffset now)
    {
        if (StateAt(now) == SilenceState.Pending)
        {
            StartsAt = details.StartsAt;
        }

        EndsAt = details.EndsAt;
        CreatedBy = details.CreatedBy ?? CreatedBy;
        Comment = details.Comment;
        Annotations = details.Annotations;
        UpdatedAt = now.Stored();
    }

    /// <summary>Ends it now; false when it was over. It stays listed.</summary>
    public bool Expire(DateTimeOffset now)
    {
        switch (StateAt(now))
        {
            case SilenceState.Expired:
                return false;
            case SilenceState.Pending:
                StartsAt = now.Stored();
                break;
        }

        EndsAt = now.Stored();
        UpdatedAt = now.Stored();
        return true;
    }

    /// <summary>Moves its end.</summary>
    public void EndAt(DateTimeOffset end, DateTimeOffset now) => (EndsAt, UpdatedAt) = (end.Stored(), now.Stored());

    /// <summary>Somebody else answers for it from now on.</summary>
    public void GiveTo(Actor owner, DateTimeOffset now) => (OwnerId, OwnerName, UpdatedAt) = (owner.Id, owner.Name, now.Stored());

    private bool SameMatchers(IReadOnlyList<Matcher> others) =>
        Matchers.Count == others.Count
        && Matchers.Select(m => m.ToString()).ToHashSet(StringComparer.Ordinal).SetEquals(others.Select(m => m.ToString()));
}
