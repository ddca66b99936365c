using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsBridge.Kernel;

/// <summary>
/// An immutable label set (name → value), sorted by name, as Prometheus and Alertmanager use them.
/// An empty value means "label absent", so it is dropped. As JSON it is an object of strings.
/// </summary>
[JsonConverter(typeof(LabelsJson))]
public sealed class Labels : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<Labels>
{
    private readonly KeyValuePair<string, string>[] _pairs;

    private Labels(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    /// <summary>The set without labels.</summary>
    public static Labels Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _pairs.Length;

    /// <summary>The value of a label, or null when the set does not carry it.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var pair in _pairs)
            {
                if (string.Equals(pair.Key, name, StringComparison.Ordinal))
                {
                    return pair.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Builds a set; of two pairs with one name the last wins.</summary>
    public static Labels From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (value.Length == 0)
            {
                sorted.Remove(name);
            }
            else
            {
                sorted[name] = value;
            }
        }

        return sorted.Count == 0 ? Empty : new Labels([.. sorted]);
    }

    /// <summary>Builds a set from name/value tuples.</summary>
    public static Labels Of(params ReadOnlySpan<(string Name, string Value)> pairs)
    {
        var list = new List<KeyValuePair<string, string>>(pairs.Length);
        foreach (var (name, value) in pairs)
        {
            list.Add(new(name, value));
        }

        return From(list);
    }

    /// <summary>This set with the other's labels added; the other's values win.</summary>
    public Labels With(Labels other) => other.Count == 0 ? this : From(_pairs.Concat(other._pairs));

    /// <summary>This set with one label set; an empty value removes it.</summary>
    public Labels With(string name, string value) => From(_pairs.Append(new(name, value)));

    /// <summary>
    /// 32 lower-case hex digits that identify the set: the first 128 bits of SHA-256 over length-prefixed names and
    /// values, so that no two different sets share an encoding.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var (name, value) in _pairs)
        {
            Append(hash, name, length);
            Append(hash, value, length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The set as a JSON object with names in order.</summary>
    public string ToJson() => JsonSerializer.Serialize(_pairs.ToDictionary(StringComparer.Ordinal));

    /// <summary>Reads a JSON object of strings.</summary>
    /// <exception cref="JsonException">The text is not an object of strings.</exception>
    public static Labels FromJson(string json) =>
        From(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? throw new JsonException("null is not a label set"));

    /// <summary>A set from pairs of which no two have one name and none is empty; for readers that know this already.</summary>
    internal static Labels FromDistinct(List<KeyValuePair<string, string>> pairs)
    {
        pairs.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return pairs.Count == 0 ? Empty : new Labels([.. pairs]);
    }

    /// <inheritdoc />
    public bool Equals(Labels? other) => other is not null && _pairs.AsSpan().SequenceEqual(other._pairs);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Labels);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in _pairs)
        {
            hash.Add(pair.Key, StringComparer.Ordinal);
            hash.Add(pair.Value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.AsEnumerable().GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", _pairs.Select(p => $"{p.Key}=\"{p.Value}\""));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Append(IncrementalHash hash, string text, Span<byte> length)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
