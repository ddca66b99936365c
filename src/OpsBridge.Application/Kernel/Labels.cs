using System.Buffers;
using System.Collections;
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
    private string? _json;

    private Labels(KeyValuePair<string, string>[] pairs) => _pairs = pairs;

    /// <summary>The set without labels.</summary>
    public static Labels Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _pairs.Length;

    /// <summary>Names and values in order, for loops that are run for every event.</summary>
    internal ReadOnlySpan<KeyValuePair<string, string>> Pairs => _pairs;

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
        KeyValuePair<string, string>[] all = [.. pairs];
        if (!InOrder(all))
        {
            SortStably(all);
        }

        var kept = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var overruled = i + 1 < all.Length && string.Equals(all[i].Key, all[i + 1].Key, StringComparison.Ordinal);
            if (!overruled && all[i].Value.Length > 0)
            {
                all[kept++] = all[i];
            }
        }

        return kept == 0 ? Empty : new Labels(kept == all.Length ? all : all[..kept]);
    }

    /// <summary>
    /// Builds a set from pairs that nobody vouches for, which are put in order in place; null when a name stands there twice.
    /// Made for the path of every alert: no dictionary, and no sorting of what is sorted already.
    /// </summary>
    public static Labels? FromUntrusted(Span<KeyValuePair<string, string>> pairs)
    {
        if (!InOrder(pairs))
        {
            pairs.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            if (!InOrder(pairs))
            {
                return null;
            }
        }

        var kept = 0;
        foreach (var pair in pairs)
        {
            if (pair.Value.Length > 0)
            {
                pairs[kept++] = pair;
            }
        }

        return kept == 0 ? Empty : new Labels(pairs[..kept].ToArray());
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
    public Labels With(Labels other)
    {
        if (other.Count == 0 || ReferenceEquals(this, other))
        {
            return this;
        }

        if (Count == 0)
        {
            return other;
        }

        var (mine, theirs, merged, count) = (0, 0, new KeyValuePair<string, string>[Count + other.Count], 0);
        while (mine < _pairs.Length || theirs < other._pairs.Length)
        {
            var order = mine == _pairs.Length ? 1 : theirs == other._pairs.Length ? -1 : string.CompareOrdinal(_pairs[mine].Key, other._pairs[theirs].Key);
            merged[count++] = order < 0 ? _pairs[mine] : other._pairs[theirs];
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }

        return new Labels(count == merged.Length ? merged : merged[..count]);
    }

    /// <summary>This set with one label set; an empty value removes it.</summary>
    public Labels With(string name, string value) => From(_pairs.Append(new(name, value)));

    /// <summary>
    /// 32 lower-case hex digits that identify the set: the first 128 bits of SHA-256 over length-prefixed names and
    /// values, so that no two different sets share an encoding.
    /// </summary>
    public string Fingerprint() => FingerprintOf(Key());

    /// <summary>The fingerprint as a number, for tables in memory.</summary>
    public UInt128 Key()
    {
        var hash = new StableHash(stackalloc byte[1024]);
        AddTo(ref hash);
        return hash.Finish();
    }

    /// <summary>The 32 hex digits of a key.</summary>
    public static string FingerprintOf(UInt128 key)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, key);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The key that 32 hex digits write.</summary>
    /// <exception cref="FormatException">They are not 32 hex digits.</exception>
    public static UInt128 KeyOf(ReadOnlySpan<char> fingerprint)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Convert.FromHexString(fingerprint, bytes, out var read, out var written) == OperationStatus.Done && read == fingerprint.Length && written == 16
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : throw new FormatException("A fingerprint has 32 hex digits.");
    }

    /// <summary>Adds names and values to a hash.</summary>
    internal void AddTo(ref StableHash hash)
    {
        foreach (var (name, value) in _pairs)
        {
            hash.Add(name);
            hash.Add(value);
        }
    }

    /// <summary>The set as a JSON object with names in order; written once.</summary>
    public string ToJson() => _json ??= LabelsJson.ToText(this);

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
    public bool Equals(Labels? other) => ReferenceEquals(this, other) || (other is not null && _pairs.AsSpan().SequenceEqual(other._pairs));

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

    private static bool InOrder(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            if (string.CompareOrdinal(pairs[i - 1].Key, pairs[i].Key) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Equal names keep their order, so that the last one is known.</summary>
    private static void SortStably(KeyValuePair<string, string>[] pairs)
    {
        var order = new int[pairs.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var names = pairs;
        Array.Sort(order, (a, b) => string.CompareOrdinal(names[a].Key, names[b].Key) is not 0 and var difference ? difference : a.CompareTo(b));
        KeyValuePair<string, string>[] sorted = [.. order.Select(i => names[i])];
        sorted.CopyTo(pairs, 0);
    }
}
