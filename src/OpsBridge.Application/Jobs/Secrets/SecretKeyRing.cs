using System.Security.Cryptography;

namespace OpsBridge.Jobs.Secrets;

/// <summary>The keys of the key file: the first one seals, all of them open.</summary>
/// <param name="keys">At least one.</param>
internal sealed class SecretKeyRing(IReadOnlyList<byte[]> keys)
{
    /// <summary>Bytes of a key.</summary>
    public const int Length = 32;

    private readonly Dictionary<string, byte[]> _byName = keys.Reverse().ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The key that seals.</summary>
    public byte[] Current => keys[0];

    /// <summary>Its short name.</summary>
    public string Name => NameOf(Current);

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<byte[]> Keys => keys;

    /// <summary>The key of that name; null when it is not in the file.</summary>
    public byte[]? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Short name of a key, 16 hex digits, stored beside what it sealed: tells "wrong key" from "damaged".</summary>
    public static string NameOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "opsbridge secret key "u8, .. key]))[..16];
}
