using System.Globalization;
using OpsBridge.Rounds.Checklists;

namespace OpsBridge.Rounds;

/// <summary>One round with everything that is to be done on it.</summary>
/// <param name="Row">The round.</param>
/// <param name="Number">Number of the checklist's version.</param>
/// <param name="Details">What that version says.</param>
public sealed record RoundView(RoundRow Row, int Number, ChecklistDetails Details)
{
    /// <summary>Its steps in order.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }

    /// <summary>Whether the reader stands watch at its desk.</summary>
    public bool OnWatch { get; init; }
}

/// <summary>One step of a round.</summary>
/// <param name="Step">What is asked.</param>
/// <param name="Reading">The newest version of the answer; null while there is none.</param>
/// <param name="Last">What it said in the round before; null for none.</param>
/// <param name="AssetName">Name of its asset; null for none.</param>
public sealed record StepView(ChecklistStep Step, Reading? Reading, Reading? Last, string? AssetName)
{
    /// <summary>Number of the newest version; 0 for none.</summary>
    public int Seen => Reading?.Number ?? 0;
}

/// <summary>Where a page of ended rounds goes on.</summary>
internal sealed record RoundCursor(DateTimeOffset DueAt, Guid Id)
{
    public static string Of(RoundRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.DueAt.UtcTicks}-{row.Id:N}");

    public static RoundCursor? Read(string? text) =>
        text?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParseExact(id, "N", out var key)
            ? new RoundCursor(new DateTimeOffset(at, TimeSpan.Zero), key)
            : null;
}
