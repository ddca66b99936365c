using OpsBridge.Identity;

namespace OpsBridge.Shifts.LogBook;

/// <summary>One version of an entry's text; never changed, never deleted (the database refuses).</summary>
public sealed class LogVersion
{
    private LogVersion()
    {
    }

    /// <summary>The entry.</summary>
    public Guid EntryId { get; private init; }

    /// <summary>1 for what was written first. Two people who correct at once cannot both make the same number.</summary>
    public int Number { get; private init; }

    /// <summary>The text.</summary>
    public string Text { get; private init; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>Who.</summary>
    public Guid? ById { get; private init; }

    /// <summary>That one's name at that time.</summary>
    public string ByName { get; private init; } = "";

    /// <summary>Why it was corrected; null for the first version and where nobody said.</summary>
    public string? Why { get; private init; }

    internal static LogVersion Of(Guid entry, int number, string text, string? why, Actor actor, DateTimeOffset now) => new()
    {
        EntryId = entry,
        Number = number,
        Text = text,
        At = now,
        ById = actor.Id,
        ByName = actor.Name,
        Why = why,
    };
}
