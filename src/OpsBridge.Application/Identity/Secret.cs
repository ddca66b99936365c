using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsBridge.Identity;

/// <summary>Secrets that OpsBridge hands out: 256 random bits. Only their SHA-256 is stored; so much chance needs no salt.</summary>
public static class Secret
{
    /// <summary>A new secret: 43 characters of the URL alphabet (RFC 4648, section 5).</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a secret: 32 bytes.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether two hashes are equal, in a time that does not depend on where they differ.</summary>
    public static bool Same(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);
}
