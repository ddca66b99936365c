using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpsBridge.Alerts;

namespace OpsBridge.Maintenance;

/// <summary>Conditions as a JSON array of <c>{"name", "is", "value"}</c> with the comparison written as in the matcher language.</summary>
internal sealed class MatchersConverter() : ValueConverter<IReadOnlyList<Matcher>, string>(matchers => Write(matchers), json => Read(json))
{
    private static readonly string[] s_symbols = ["=", "!=", "=~", "!~"]; // by MatchKind

    /// <summary>The JSON that the column holds.</summary>
    internal static string Write(IReadOnlyList<Matcher> matchers) =>
        JsonSerializer.Serialize(matchers.Select(m => new Stored(m.Name, s_symbols[(int)m.Kind], m.Value)));

    private static List<Matcher> Read(string json) =>
        [.. JsonSerializer.Deserialize<List<Stored>>(json)!.Select(s =>
            Matcher.Create(s.Name, (MatchKind)Array.IndexOf(s_symbols, s.Is), s.Value) is { Matcher: { } matcher }
                ? matcher
                : throw new InvalidOperationException($"The stored condition on {s.Name} cannot be read."))];

    private sealed record Stored(
        [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("is")] string Is, [property: JsonPropertyName("value")] string Value);
}

/// <summary>Lists of conditions are replaced, never changed in place.</summary>
internal sealed class MatchersComparer() : ValueComparer<IReadOnlyList<Matcher>>(
    (a, b) => MatchersConverter.Write(a!) == MatchersConverter.Write(b!), matchers => matchers.Count, matchers => matchers);
