using OpsBridge.Identity;

namespace OpsBridge.Jobs.Schedules;

/// <summary>A calendar that jobs can hang on: what it leaves out, and what becomes of that.</summary>
public sealed class JobCalendar
{
    private JobCalendar()
    {
    }

    /// <summary>Time-ordered key.</summary>
    public Guid Id { get; private init; }

    /// <summary>What is said about it.</summary>
    public CalendarDetails Details { get; private set; } = null!;

    /// <summary>Its name; once among the calendars in use, whatever the case.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Number of its version, 1 for the first.</summary>
    public int Number { get; private set; }

    /// <summary>Who changed it last, by name.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When it was changed last (UTC).</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was taken out of use (UTC).</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>Row version (PostgreSQL xmin).</summary>
    public uint Version { get; private set; }

    /// <summary>A new calendar from valid details.</summary>
    public static JobCalendar Create(CalendarDetails details, Actor actor, DateTimeOffset now)
    {
        var calendar = new JobCalendar { Id = Guid.CreateVersion7(now) };
        calendar.Change(details, actor, now);
        return calendar;
    }

    /// <summary>Takes over valid details as a new version.</summary>
    public void Change(CalendarDetails details, Actor actor, DateTimeOffset now)
    {
        (Details, Name) = (details, details.Name);
        (Number, ChangedBy, ChangedAt) = (Number + 1, actor.Name, now);
    }

    /// <summary>Takes it out of use; false when it was already.</summary>
    public bool Retire(DateTimeOffset now)
    {
        var first = RetiredAt is null;
        RetiredAt ??= now;
        return first;
    }
}
