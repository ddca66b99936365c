using System.Collections;
using OpsBridge.Ui;

namespace OpsBridge.Alerts;

/// <summary>What a <see cref="TriageQuery"/> finds.</summary>
/// <param name="Groups">In the order shown; one without a heading when rows are not grouped.</param>
/// <param name="Counts">Rows that each view would show.</param>
/// <param name="Error">Why the search text is not a filter yet, in words; null when it is one.</param>
public sealed record TriageRows(IReadOnlyList<HotGroup<AlertRow>> Groups, IReadOnlyDictionary<string, int> Counts, string? Error)
{
    /// <summary>The most rows that one screen lists.</summary>
    public const int Most = 10_000;

    /// <summary>Nothing read yet.</summary>
    public static TriageRows Empty { get; } = new([], new Dictionary<string, int>(StringComparer.Ordinal), null);

    /// <summary>Rows that the view holds, without what lies aside.</summary>
    public int Found { get; init; }

    /// <summary>More were found than are listed.</summary>
    public bool Cut { get; init; }

    /// <summary>Why each row is in the view of forgotten ones, by number.</summary>
    public IReadOnlyDictionary<long, string> Reasons { get; init; } = new Dictionary<long, string>();

    /// <summary>Group of alerts whose asset stands at no known site.</summary>
    public const string NoSite = "No site";

    /// <summary>The site of a row.</summary>
    public static string SiteOf(AlertRow row) => AlertFields.Heading(row, "site");

    /// <summary>The first rows of a list without copying it.</summary>
    internal static IReadOnlyList<AlertRow> First(IReadOnlyList<AlertRow> rows, int count) => count >= rows.Count ? rows : new Beginning(rows, count);

    private sealed class Beginning(IReadOnlyList<AlertRow> rows, int count) : IReadOnlyList<AlertRow>
    {
        public int Count => count;

        public AlertRow this[int index] => index < count ? rows[index] : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<AlertRow> GetEnumerator() => rows.Take(count).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
