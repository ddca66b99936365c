using System.Text.Json;
using OpsBridge.Identity;

namespace OpsBridge.Timeline;

/// <summary>
/// One thing that happened: who, what, to what, before, after and why. Written in the transaction of the change itself,
/// never changed afterwards (the database refuses), and chained by hash at commit (see <see cref="TimelineSql"/>).
/// </summary>
public sealed class TimelineEntry
{
    private TimelineEntry()
    {
    }

    /// <summary>Sequence number; gaps are possible where a transaction was rolled back.</summary>
    public long Id { get; private init; }

    /// <summary>When it happened (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Account or key id of the actor; null for OpsBridge itself.</summary>
    public Guid? ActorId { get; private init; }

    /// <summary>The actor's name at that time.</summary>
    public string ActorName { get; private init; } = "";

    /// <summary>What happened: subject and past participle, for example <c>alert.acknowledged</c>.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>What it happened to, for example <c>alert</c>.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Key of the subject in its own table.</summary>
    public string SubjectId { get; private init; } = "";

    /// <summary>The asset it concerns, so that an asset page shows everything about it.</summary>
    public Guid? AssetId { get; private init; }

    /// <summary>One sentence for people.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What was before, as JSON; null where there was nothing.</summary>
    public string? Before { get; private init; }

    /// <summary>What is now, as JSON; null where nothing remains.</summary>
    public string? After { get; private init; }

    /// <summary>The reason that the actor gave.</summary>
    public string? Why { get; private init; }

    /// <summary>An entry to be added to the context of the change.</summary>
    public static TimelineEntry Record(DateTimeOffset at, Actor actor, Happening what) => new()
    {
        At = at,
        ActorId = actor.Id,
        ActorName = actor.Name,
        Kind = what.Kind,
        Subject = what.Kind[..what.Kind.IndexOf('.', StringComparison.Ordinal)],
        SubjectId = what.SubjectId,
        AssetId = what.AssetId,
        Text = what.Text,
        Before = what.Before is null ? null : JsonSerializer.Serialize(what.Before),
        After = what.After is null ? null : JsonSerializer.Serialize(what.After),
        Why = string.IsNullOrWhiteSpace(what.Why) ? null : what.Why.Trim(),
    };
}

/// <summary>What a use case tells the timeline.</summary>
/// <param name="Kind">Subject and past participle with a dot between, for example <c>alert.acknowledged</c>.</param>
/// <param name="SubjectId">Key of the subject.</param>
/// <param name="Text">One sentence for people, without the actor's name.</param>
public sealed record Happening(string Kind, string SubjectId, string Text)
{
    /// <summary>The asset it concerns.</summary>
    public Guid? AssetId { get; init; }

    /// <summary>What was before (serialised to JSON).</summary>
    public object? Before { get; init; }

    /// <summary>What is now (serialised to JSON).</summary>
    public object? After { get; init; }

    /// <summary>The reason given.</summary>
    public string? Why { get; init; }
}
