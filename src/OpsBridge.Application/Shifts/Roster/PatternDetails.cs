namespace OpsBridge.Shifts.Roster;

/// <summary>What a supervisor says about the rhythm of a desk.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="FirstDay">The day on the desk's clocks that is day 1 of a cycle, and from which the rhythm counts.</param>
/// <param name="CycleDays">After how many days it begins again; 1 to 84.</param>
/// <param name="Slots">Its shifts; 1 to 500, none at the same time as another.</param>
public sealed record PatternDetails(string Name, DateOnly FirstDay, int CycleDays, IReadOnlyList<PatternSlot> Slots)
{
    /// <summary>The longest cycle, in days.</summary>
    public const int MostDays = 84;

    /// <summary>The most shifts of a cycle.</summary>
    public const int MostSlots = 500;

    /// <summary>Minutes of a day.</summary>
    internal const int DayMinutes = 24 * 60;

    private const int MaxName = 60;

    /// <summary>Plain words by field; empty when everything is right.</summary>
    public IReadOnlyDictionary<string, string> Validate()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!IsLine(Name, MaxName))
        {
            errors[nameof(Name)] = $"A name of 1 to {MaxName} characters on one line.";
        }

        if (CycleDays is < 1 or > MostDays)
        {
            errors[nameof(CycleDays)] = $"1 to {MostDays} days.";
        }

        if (SlotError() is { } wrong)
        {
            errors[nameof(Slots)] = wrong;
        }

        return errors;
    }

    /// <summary>Without white space around the texts, slots in order.</summary>
    public PatternDetails Normalized() => this with
    {
        Name = Name.Trim(),
        Slots = [.. Slots.Select(s => s with { Name = s.Name.Trim(), Crew = string.IsNullOrWhiteSpace(s.Crew) ? null : s.Crew.Trim() }).OrderBy(s => s.From)],
    };

    /// <summary>Minutes of the cycle in which no shift is planned, as if no clock ever changed.</summary>
    public int Uncovered() => Math.Max(0, (CycleDays * DayMinutes) - Slots.Sum(s => s.Minutes));

    private string? SlotError()
    {
        if (Slots.Count is 0 or > MostSlots)
        {
            return $"1 to {MostSlots} shifts.";
        }

        foreach (var slot in Slots)
        {
            if (slot.Day < 1 || slot.Day > CycleDays)
            {
                return $"{slot.Name}: day {slot.Day} is not within the cycle of {CycleDays}.";
            }

            if (!IsLine(slot.Name, Shift.MaxName) || (slot.Crew is { } crew && crew.Trim().Length > CrewMember.MaxCrew))
            {
                return $"Day {slot.Day}: a shift has a name of 1 to {Shift.MaxName} characters, and a crew of at most {CrewMember.MaxCrew}.";
            }

            if (slot.Start == slot.End)
            {
                return $"{slot.Name} on day {slot.Day} lasts no time.";
            }
        }

        return Overlap();
    }

    private string? Overlap()
    {
        var cycle = CycleDays * DayMinutes;
        var sorted = Slots.OrderBy(s => s.From).ToList();
        for (var i = 0; i < sorted.Count; i++)
        {
            var (slot, next) = (sorted[i], sorted[(i + 1) % sorted.Count]);
            var nextFrom = i + 1 < sorted.Count ? next.From : next.From + cycle;
            if (slot.From + slot.Minutes > nextFrom)
            {
                return ReferenceEquals(slot, next) ? $"{slot.Name} is longer than the cycle." : $"{slot.Name} on day {slot.Day} and {next.Name} on day {next.Day} overlap: a desk has one shift at a time.";
            }
        }

        return null;
    }

    private static bool IsLine(string text, int most) => text.Trim().Length is var length && length > 0 && length <= most && !text.Any(char.IsControl);
}
