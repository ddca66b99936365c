using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace OpsBridge.Alerts;

internal sealed class AlertLinksConverter() : ValueConverter<IReadOnlyList<AlertLink>, string>(links => Write(links), json => Read(json))
{
    /// <summary>The JSON that the column holds.</summary>
    internal static string Write(IReadOnlyList<AlertLink> links) => links.Count == 0 ? "[]" : JsonSerializer.Serialize(links);

    private static List<AlertLink> Read(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<List<AlertLink>>(json) ?? [];
}

/// <summary>Lists of links are replaced, never changed in place.</summary>
internal sealed class AlertLinksComparer() : ValueComparer<IReadOnlyList<AlertLink>>(
    (a, b) => a!.SequenceEqual(b!), links => links.Count, links => links);
