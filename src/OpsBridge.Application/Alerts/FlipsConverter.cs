using System.Globalization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace OpsBridge.Alerts;

/// <summary>Moments as text: Unix milliseconds with spaces between. One column of a plain type, so that a set of alerts is written by one statement.</summary>
internal sealed class FlipsConverter() : ValueConverter<IReadOnlyList<DateTimeOffset>, string>(flips => Write(flips), text => Read(text))
{
    private static string Write(IReadOnlyList<DateTimeOffset> flips) =>
        string.Join(' ', flips.Select(f => f.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));

    /// <summary>The moments that the column holds.</summary>
    internal static List<DateTimeOffset> Read(string text) =>
        text.Length == 0 ? [] : [.. text.Split(' ').Select(t => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(t, CultureInfo.InvariantCulture)))];
}

/// <summary>Lists of flips are replaced, never changed in place.</summary>
internal sealed class FlipsComparer() : ValueComparer<IReadOnlyList<DateTimeOffset>>((a, b) => a!.SequenceEqual(b!), flips => flips.Count, flips => flips);
