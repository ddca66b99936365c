using OpsBridge.Ui;

namespace OpsBridge.Jobs;

/// <summary>One row of the timeline.</summary>
/// <param name="Group">Its group: Shifts, Jobs, Reported jobs, Rounds, Maintenance.</param>
/// <param name="Key">Identity within the day.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Sub">Quiet words after the name; null for none.</param>
/// <param name="Href">Its page; null for none.</param>
public sealed record DayRow(string Group, string Key, string Name, string? Sub, string? Href)
{
    /// <summary>What is drawn, backmost first; only rows in sight are asked.</summary>
    public required Func<IReadOnlyList<DayBar>> Bars { get; init; }

    /// <summary>The same in words, for those who do not see the picture.</summary>
    public required Func<string> Said { get; init; }

    /// <summary>What the table says of it, in any order.</summary>
    public Func<IEnumerable<DayEntry>> Entries { get; init; } = () => [];

    /// <summary>Drawn back: what it plans will not start now.</summary>
    public bool Muted { get; init; }
}

/// <summary>One row of the timeline as a table.</summary>
/// <param name="Key">Identity.</param>
/// <param name="At">When it was planned, expected or due (UTC).</param>
/// <param name="Mark">State for <see cref="StatusMark"/>.</param>
/// <param name="Word">State in words.</param>
/// <param name="Href">Where it leads.</param>
public sealed record DayEntry(string Key, DateTimeOffset At, string Mark, string Word, string Href)
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Quiet words after the name.</summary>
    public string? Sub { get; init; }

    /// <summary>When it began (UTC); null when it did not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long it took, in words.</summary>
    public string Took { get; init; } = "–";

    /// <summary>What else there is to say.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Joins what there is to say.</summary>
    internal static string Join(params string?[] notes) => string.Join(" · ", notes.Where(n => !string.IsNullOrEmpty(n)));
}
