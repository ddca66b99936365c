using System.Net;

namespace OpsBridge.Monitoring.Probes;

/// <summary>The machine's hosts file and resolv.conf, read again when older than ten seconds.</summary>
internal sealed class ResolverFiles(TimeProvider time, string hostsPath = "/etc/hosts", string resolvPath = "/etc/resolv.conf")
{
    private const int MaxServers = 3;
    private const int MaxSearch = 6;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);

    private volatile Snapshot? _snapshot;

    /// <summary>Name servers in order, at most three.</summary>
    public IReadOnlyList<IPAddress> Servers => Current().Servers;

    /// <summary>Addresses of a host in the hosts file; null when it is not there.</summary>
    public IReadOnlyList<IPAddress>? InHostsFile(string host) => Current().Hosts.GetValueOrDefault(host.TrimEnd('.'));

    /// <summary>Full names to ask for, in order: the search list comes first for names with fewer dots than <c>ndots</c>.</summary>
    public IReadOnlyList<string> Candidates(string host)
    {
        var current = Current();
        if (host.EndsWith('.') || current.Search.Count == 0)
        {
            return [host];
        }

        var searched = current.Search.Select(s => $"{host}.{s}").Where(n => TargetSyntax.HostError(n) is null);
        return host.Count(c => c == '.') >= current.Dots ? [host, .. searched] : [.. searched, host];
    }

    private Snapshot Current()
    {
        var snapshot = _snapshot;
        if (snapshot is null || time.GetElapsedTime(snapshot.Stamp) > s_fresh)
        {
            _snapshot = snapshot = Read();
        }

        return snapshot;
    }

    private Snapshot Read()
    {
        var hosts = new Dictionary<string, List<IPAddress>>(StringComparer.OrdinalIgnoreCase)
        {
            ["localhost"] = [],
        };
        foreach (var words in Lines(hostsPath).Where(w => w.Length > 1))
        {
            if (IPAddress.TryParse(words[0], out var address))
            {
                foreach (var name in words.Skip(1))
                {
                    hosts.TryAdd(name, []);
                    hosts[name].Add(address);
                }
            }
        }

        if (hosts["localhost"].Count == 0)
        {
            // RFC 6761, section 6.3: localhost is loopback, and is never asked for.
            hosts["localhost"].Add(IPAddress.Loopback);
        }

        var resolv = Lines(resolvPath).Where(w => w.Length > 1).ToList();
        var servers = resolv.Where(w => w[0] == "nameserver").Select(w => IPAddress.TryParse(w[1], out var a) ? a : null).OfType<IPAddress>();
        var search = resolv.LastOrDefault(w => w[0] is "search" or "domain")?.Skip(1) ?? [];
        var dots = resolv.Where(w => w[0] == "options").SelectMany(w => w).LastOrDefault(w => w.StartsWith("ndots:", StringComparison.Ordinal));
        return new Snapshot(
            hosts.ToDictionary(h => h.Key, h => (IReadOnlyList<IPAddress>)h.Value, StringComparer.OrdinalIgnoreCase),
            [.. servers.Take(MaxServers)],
            [.. search.Select(s => s.TrimEnd('.')).Where(s => s.Length > 0).Take(MaxSearch)],
            dots is not null && int.TryParse(dots.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : 1,
            time.GetTimestamp());
    }

    private static IEnumerable<string[]> Lines(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select(l => l.Split('#', ';')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private sealed record Snapshot(
        Dictionary<string, IReadOnlyList<IPAddress>> Hosts,
        IReadOnlyList<IPAddress> Servers,
        IReadOnlyList<string> Search,
        int Dots,
        long Stamp);
}
