using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Jobs.Secrets;

/// <summary>A password, token or key that jobs use by its name. Stored sealed; pages write it and never show it.</summary>
public sealed class JobSecret
{
    /// <summary>Longest value, in characters.</summary>
    public const int MaxValue = 16_000;

    /// <summary>Shortest value, in characters: shorter ones could not be kept out of output without blacking out ordinary words.</summary>
    public const int MinValue = 4;

    /// <summary>Longest name, in characters.</summary>
    public const int MaxName = 60;

    // AES-GCM as in NIST SP 800-38D: 96-bit nonce, 128-bit tag.
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private JobSecret()
    {
    }

    /// <summary>The name that jobs use.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Nonce, tag and the value under AES-256-GCM, one after the other; bound to the name.</summary>
    public byte[] Sealed { get; private set; } = [];

    /// <summary>Short name of the key it was sealed with.</summary>
    public string KeyName { get; private set; } = "";

    /// <summary>Who set it last, by name.</summary>
    public string SetBy { get; private set; } = "";

    /// <summary>When (UTC).</summary>
    public DateTimeOffset SetAt { get; private set; }

    /// <summary>What is wrong with a name (letters, digits, dot, hyphen, underscore; 1 to 60), or null.</summary>
    public static string? NameError(string? name) =>
        name is { Length: >= 1 and <= MaxName } && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : "A name has 1 to 60 letters, digits, dots, hyphens or underscores.";

    /// <summary>What is wrong with a value, or null.</summary>
    public static string? ValueError(string? value) =>
        value is { Length: >= MinValue and <= MaxValue } && !value.Contains('\0', StringComparison.Ordinal)
            ? null
            : $"A secret has {MinValue} to {MaxValue} characters, none of them NUL.";

    /// <summary>A new secret, sealed.</summary>
    internal static JobSecret Create(string name, string value, byte[] key, string by, DateTimeOffset now)
    {
        var secret = new JobSecret { Name = name };
        secret.Replace(value, key, by, now);
        return secret;
    }

    /// <summary>Another value in place of the old one.</summary>
    internal void Replace(string value, byte[] key, string by, DateTimeOffset now)
    {
        Seal(value, key);
        (SetBy, SetAt) = (by, now);
    }

    /// <summary>The same value under the first key of the ring; who set it and when stays.</summary>
    /// <exception cref="SecretKeyException">It cannot be opened; nothing is changed.</exception>
    internal void Reseal(SecretKeyRing ring) => Seal(Open(ring), ring.Current);

    private void Seal(string value, byte[] key)
    {
        var clear = Encoding.UTF8.GetBytes(value);
        var sealedValue = new byte[NonceLength + TagLength + clear.Length];
        RandomNumberGenerator.Fill(sealedValue.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(sealedValue.AsSpan(0, NonceLength), clear, sealedValue.AsSpan(NonceLength + TagLength), sealedValue.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(Name));
        CryptographicOperations.ZeroMemory(clear);
        (Sealed, KeyName) = (sealedValue, SecretKeyRing.NameOf(key));
    }

    /// <summary>The value.</summary>
    /// <exception cref="SecretKeyException">Sealed with a key that is not in the ring, or changed since.</exception>
    internal string Open(SecretKeyRing ring)
    {
        var key = ring.Find(KeyName) ?? throw new SecretKeyException($"The secret '{Name}' was sealed with another key than the one in the key file. Put the right file back, or set the secret anew.");

        var clear = new byte[Sealed.Length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(Sealed.AsSpan(0, NonceLength), Sealed.AsSpan(NonceLength + TagLength), Sealed.AsSpan(NonceLength, TagLength), clear, Encoding.UTF8.GetBytes(Name));
            return Encoding.UTF8.GetString(clear);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretKeyException($"The stored secret '{Name}' was changed or moved from another name; set it anew.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(clear);
        }
    }
}
