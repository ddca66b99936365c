using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsBridge.Jobs.Kinds;

/// <summary>
/// Where a repository is. Read strictly: what is not known is refused, so that no repository starts a program (rclone), hands an
/// option to ssh, or carries a password into the arguments.
/// </summary>
/// <param name="Folder">Its path on this machine; null when it is elsewhere.</param>
/// <param name="Host">The host it is on; null on this machine and for stores whose hosts the program knows.</param>
/// <param name="Port">TCP port at the host.</param>
/// <param name="Error">Why it cannot be used, in plain words; null when it can.</param>
internal sealed partial record RepositoryPlace(string? Folder, string? Host, int Port, string? Error)
{
    private const int Ssh = 22;
    private const int Https = 443;
    private const int MaxLength = 1000;

    private static readonly string[] s_stores = ["b2:", "azure:", "gs:", "swift:"];
    private static readonly RepositoryPlace s_unreadable = new(null, null, 0, "the repository has 1 to 1000 characters, no spaces among them");

    /// <summary>As restic writes it (its manual, "Preparing a new repository").</summary>
    public static RepositoryPlace OfRestic(string? text)
    {
        if (text is null || !IsReadable(text))
        {
            return s_unreadable;
        }

        if (text.StartsWith('/'))
        {
            return Local(text);
        }

        if (text.StartsWith("sftp:", StringComparison.Ordinal))
        {
            var sftp = text.StartsWith("sftp://", StringComparison.Ordinal) ? SshUrl().Match(text["sftp".Length..]) : Sftp().Match(text);
            return sftp.Success ? Remote(sftp, Ssh) : Bad("write it as sftp:user@host:/path");
        }

        if (text.StartsWith("rest:", StringComparison.Ordinal))
        {
            return Web().Match(text["rest:".Length..]) is { Success: true } rest ? Remote(rest, rest.Groups["scheme"].Value == "http" ? 80 : Https) : Bad("write it as rest:https://host:port/path, the user and password as secrets RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD");
        }

        if (text.StartsWith("s3:", StringComparison.Ordinal))
        {
            var address = text["s3:".Length..];
            var s3 = Web().Match(address.Contains("://", StringComparison.Ordinal) ? address : $"https://{address}");
            return s3.Success ? Remote(s3, s3.Groups["scheme"].Value == "http" ? 80 : Https) : Bad("write it as s3:https://host/bucket, the keys as secrets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }

        return Array.Exists(s_stores, s => text.StartsWith(s, StringComparison.Ordinal) && text.Length > s.Length)
            ? new RepositoryPlace(null, null, 0, null)
            : Bad("it is an absolute path or begins with sftp:, rest:, s3:, b2:, azure:, gs: or swift:");
    }

    /// <summary>As borg writes it (its manual, "Repository URLs").</summary>
    public static RepositoryPlace OfBorg(string? text)
    {
        if (text is null || !IsReadable(text))
        {
            return s_unreadable;
        }

        if (text.AsSpan().IndexOfAny('{', '}') >= 0 || text.Contains("::", StringComparison.Ordinal))
        {
            return Bad("braces and '::' mean something to borg");
        }

        return text.StartsWith('/')
            ? Local(text)
            : text.StartsWith("ssh:", StringComparison.Ordinal) && SshUrl().Match(text["ssh".Length..]) is { Success: true } ssh
                ? Remote(ssh, Ssh)
                : Bad("it is an absolute path or ssh://user@host:port/path");
    }

    private static bool IsReadable(string text) => text.Length is >= 1 and <= MaxLength && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static RepositoryPlace Local(string path) =>
        BackupPolicy.IsPath(path) ? new RepositoryPlace(path, null, 0, null) : Bad("it is an absolute path without '..'");

    private static RepositoryPlace Remote(Match match, int port)
    {
        if (match.Groups["port"] is { Success: true } told)
        {
            port = int.Parse(told.Value, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return port is >= 1 and <= 65535 ? new RepositoryPlace(null, match.Groups["host"].Value.Trim('[', ']'), port, null) : Bad("the port is 1 to 65535");
    }

    private static RepositoryPlace Bad(string words) => new(null, null, 0, $"the repository cannot be read: {words}");

    // No name begins with a hyphen: ssh would take it for an option.
    private const string Name = @"(?<host>[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])";
    private const string User = @"([A-Za-z0-9_][A-Za-z0-9._-]{0,63}@)?";

    [GeneratedRegex($@"^sftp:{User}{Name}:(?!-)[^@]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sftp();

    [GeneratedRegex($@"^://{User}{Name}(:(?<port>[0-9]{{1,5}}))?/[^@]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SshUrl();

    [GeneratedRegex($@"^(?<scheme>https?)://{Name}(:(?<port>[0-9]{{1,5}}))?(/[^@?#]*)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Web();
}
