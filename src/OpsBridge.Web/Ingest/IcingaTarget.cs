using System.Text.RegularExpressions;
using OpsBridge.Kernel;

namespace OpsBridge.Ingest;

/// <summary>The host or service that an Icinga 2 request is about.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="Service">Name of the service; null for the host itself.</param>
internal sealed partial record IcingaTarget(string Host, string? Service)
{
    private const int LongestFilter = 2000;

    /// <summary>
    /// Finds it: <paramref name="service"/> as <c>host!service</c>, or <paramref name="host"/>, or a <paramref name="filter"/> of equalities
    /// on <c>host.name</c> and <c>service.name</c> joined by <c>&amp;&amp;</c>, with texts or names of filter variables. Null where none of
    /// them names exactly one.
    /// </summary>
    public static IcingaTarget? Find(string? type, string? host, string? service, string? filter, Labels variables)
    {
        var wanted = service is { Length: > 0 } ? OfName(service)
            : host is { Length: > 0 } ? new IcingaTarget(host, null)
            : filter is { Length: > 0 and <= LongestFilter } ? OfFilter(filter, variables)
            : null;
        return type switch
        {
            null or "" => wanted,
            "Host" or "host" => wanted is { Service: null } ? wanted : null,
            "Service" or "service" => wanted is { Service: not null } ? wanted : null,
            _ => null,
        };
    }

    private static IcingaTarget? OfName(string name)
    {
        var bang = name.IndexOf('!', StringComparison.Ordinal);
        return bang > 0 && bang < name.Length - 1 ? new IcingaTarget(name[..bang], name[(bang + 1)..]) : null;
    }

    private static IcingaTarget? OfFilter(string filter, Labels variables)
    {
        var whole = Filter().Match(filter);
        var first = Condition(whole, "1", variables);
        var second = Condition(whole, "2", variables);
        var host = first.Object == "host" ? first.Text : second.Object == "host" ? second.Text : null;
        var service = first.Object == "service" ? first.Text : second.Object == "service" ? second.Text : null;
        var understood = first.Object != second.Object && first.Text is not "" && second.Text is not "";
        return host is null || !understood ? null : new IcingaTarget(host, service);
    }

    private static (string? Object, string? Text) Condition(Match whole, string place, Labels variables)
    {
        if (whole.Groups["object" + place] is not { Success: true } found)
        {
            return (null, null);
        }

        var value = whole.Groups["value" + place].Value;
        return (found.Value, (value[0] == '"' ? Unquote(value) : variables[value]) ?? "");
    }

    private static string Unquote(string quoted) =>
        quoted[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    [GeneratedRegex(
        """^\s*(?<object1>host|service)\.name\s*==\s*(?<value1>"(?:[^"\\]|\\.)+"|[A-Za-z_][A-Za-z0-9_]*)\s*(?:&&\s*(?<object2>host|service)\.name\s*==\s*(?<value2>"(?:[^"\\]|\\.)+"|[A-Za-z_][A-Za-z0-9_]*)\s*)?\z""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Filter();
}
