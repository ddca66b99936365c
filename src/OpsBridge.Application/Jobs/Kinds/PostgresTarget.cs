using System.Globalization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>A PostgreSQL database to work on.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Database">Its name.</param>
/// <param name="User">Role to connect as.</param>
/// <param name="Secret">Name of the secret with the role's password; null when it needs none.</param>
/// <param name="Tls">Whether the connection must be encrypted, with a certificate that is checked.</param>
public sealed record PostgresTarget(string Host, int Port, string Database, string User, string? Secret, bool Tls = false)
{
    /// <summary>Its name for people and as the target of a backup, for example <c>postgresql://db1:5432/orders</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"postgresql://{Host}:{Port}/{Database}");

    /// <summary>Each rule's error, or null where it holds.</summary>
    internal IEnumerable<SettingError?> Errors() =>
    [
        SettingError.At(nameof(Host), Host is { Length: >= 1 and <= 253 } && !Host.StartsWith('/') && !Host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or '@') ? null : "the host is a name or an address"),
        SettingError.At(nameof(Port), Port is >= 1 and <= 65535 ? null : "the port is 1 to 65535"),
        SettingError.At(nameof(Database), IsName(Database) ? null : "the database has 1 to 63 characters"),
        SettingError.At(nameof(User), IsName(User) ? null : "the user has 1 to 63 characters"),
    ];

    private static bool IsName(string? name) => name is { Length: >= 1 and <= 63 } && !name.Any(char.IsControl) && !name.Contains('=', StringComparison.Ordinal) && !name.Contains("://", StringComparison.Ordinal);
}
