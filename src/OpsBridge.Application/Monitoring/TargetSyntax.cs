using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Monitoring;

/// <summary>Syntax rules for what a check may point at. Every method gives null when all is well, else a plain-word error.</summary>
public static class TargetSyntax
{
    /// <summary>Longest name a host can have (RFC 1035, section 2.3.4).</summary>
    public const int MaxHost = 253;

    /// <summary>Checks a host: an IPv4 or IPv6 address, or a host name (RFC 1123, underscores allowed).</summary>
    public static string? HostError(string? host)
    {
        if (string.IsNullOrWhiteSpace(host))
        {
            return "the host is missing";
        }

        if (host.Length > MaxHost + 1)
        {
            return $"the host has more than {MaxHost} characters";
        }

        return IPAddress.TryParse(host, out var address) ? AddressError(host, address) : NameError(host);
    }

    /// <summary>Checks a port: 1 to 65535.</summary>
    public static string? PortError(int port) => port is >= 1 and <= 65535 ? null : $"port {port} is not between 1 and 65535";

    /// <summary>Checks a text that is sent or compared: no control characters, at most <paramref name="max"/> characters.</summary>
    public static string? TextError(string what, string? text, int max)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length == 0 || text.Length > max)
        {
            return $"the {what} must have 1 to {max} characters";
        }

        return text.Any(char.IsControl) ? $"the {what} contains a control character" : null;
    }

    private static string? AddressError(string host, IPAddress address)
    {
        // The parser also takes "127.1", "0x7f.1" and "2130706433"; a person reads those as something else.
        if (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host)
        {
            return $"'{host}' is not a full IPv4 address; write all four numbers, for example {address}";
        }

        return host.Contains('[', StringComparison.Ordinal) ? $"write the IPv6 address without brackets: {address}" : null;
    }

    private static string? NameError(string host)
    {
        var labels = host.EndsWith('.') ? host[..^1].Split('.') : host.Split('.');
        foreach (var label in labels)
        {
            if (label.Length is 0 or > 63)
            {
                return $"'{host}' is not a host name: each part has 1 to 63 characters";
            }

            if (label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                return $"'{host}' is not a host name: '{label}' may only have letters, digits and inner hyphens";
            }
        }

        return labels[^1].All(char.IsAsciiDigit) ? $"'{host}' is neither a host name nor a full IP address" : null;
    }
}
