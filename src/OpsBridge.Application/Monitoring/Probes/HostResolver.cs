using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Monitoring.Probes;

/// <summary>Addresses of a host, or why there are none.</summary>
/// <param name="Addresses">At most 16, in the order found; empty on error.</param>
/// <param name="Error">Plain words; null when there are addresses.</param>
/// <param name="HostIsUnknown">True when DNS says that the name does not exist; false when nobody could be asked.</param>
public sealed record HostAddresses(IReadOnlyList<IPAddress> Addresses, string? Error, bool HostIsUnknown)
{
    internal static HostAddresses Of(IReadOnlyList<IPAddress> addresses) => new(addresses, null, HostIsUnknown: false);
}

/// <summary>
/// Turns a host into addresses: literals, the hosts file, then the name servers of resolv.conf by <see cref="DnsClient"/>.
/// The C library's resolver holds a thread for as long as a dead server lets it, so it is used only on systems without resolv.conf.
/// Names found are remembered for as long as DNS allows, at most 30 seconds.
/// </summary>
public sealed class HostResolver(TimeProvider time)
{
    private const int MaxAddresses = 16;
    private const int MaxRemembered = 20_000;

    private static readonly TimeSpan s_remember = TimeSpan.FromSeconds(30);

    private readonly DnsClient _client = new(time);
    private readonly ResolverFiles _files = new(time);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, (HostAddresses Found, long Stamp, TimeSpan For)> _remembered =
        new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Resolves a host. Unknown names and dead servers are answers, not exceptions.</summary>
    /// <exception cref="OperationCanceledException">The token ended first.</exception>
    public ValueTask<HostAddresses> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return new ValueTask<HostAddresses>(HostAddresses.Of([literal]));
        }

        if (_files.InHostsFile(host) is { Count: > 0 } listed)
        {
            return new ValueTask<HostAddresses>(HostAddresses.Of(listed));
        }

        return _remembered.TryGetValue(host, out var known) && time.GetElapsedTime(known.Stamp) < known.For
            ? new ValueTask<HostAddresses>(known.Found)
            : new ValueTask<HostAddresses>(LookUpAsync(host, cancellationToken));
    }

    /// <summary>The first name server of this machine; null when it has none.</summary>
    internal IPAddress? FirstServer => _files.Servers.Count == 0 ? null : _files.Servers[0];

    private async Task<HostAddresses> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        if (_files.Servers.Count == 0)
        {
            return await BySystemAsync(host, cancellationToken);
        }

        HostAddresses? answer = null;
        foreach (var name in _files.Candidates(host))
        {
            answer = await FromServersAsync(name, cancellationToken);
            if (answer.Error is null)
            {
                Remember(host, answer);
                return answer;
            }
        }

        return answer!;
    }

    private async Task<HostAddresses> FromServersAsync(string name, CancellationToken cancellationToken)
    {
        var reason = "";
        foreach (var server in _files.Servers)
        {
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (_files.Servers.Count > 1)
            {
                turn.CancelAfter(TimeSpan.FromSeconds(3));
            }

            try
            {
                var endpoint = new IPEndPoint(server, 53);
                var both = await Task.WhenAll(
                    _client.AskAsync(endpoint, name, DnsRecordType.A, turn.Token),
                    _client.AskAsync(endpoint, name, DnsRecordType.AAAA, turn.Token));
                if (Merge(name, both) is { } answer)
                {
                    return answer;
                }

                reason = $"name server {server} could not answer (code {both[0].ResponseCode})";
            }
            catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
            {
                reason = $"name server {server}: {e.Message}";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                reason = $"name server {server} does not answer";
            }
        }

        return new HostAddresses([], $"'{name}' could not be looked up: {reason}", HostIsUnknown: false);
    }

    /// <summary>Null when the server refused or failed, so that the next one is asked.</summary>
    private static HostAddresses? Merge(string name, DnsMessage[] answers)
    {
        var found = answers
            .SelectMany(m => m.Answers)
            .Where(r => r.Type is (int)DnsRecordType.A or (int)DnsRecordType.AAAA && r.Data is not null)
            .Select(r => IPAddress.Parse(r.Data!))
            .Distinct()
            .Take(MaxAddresses)
            .ToList();
        if (found.Count > 0)
        {
            return HostAddresses.Of(found);
        }

        const int noError = 0;
        const int nameError = 3;
        return answers[0].ResponseCode is noError or nameError
            ? new HostAddresses([], answers[0].ResponseCode == nameError ? $"the host '{name}' does not exist" : $"the host '{name}' has no address", HostIsUnknown: true)
            : null;
    }

    private void Remember(string host, HostAddresses answer)
    {
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[host] = (answer, time.GetTimestamp(), s_remember);
    }

    private static async Task<HostAddresses> BySystemAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return HostAddresses.Of([.. found.Take(MaxAddresses)]);
        }
        catch (SocketException e)
        {
            return new HostAddresses([], $"'{host}' could not be looked up: {e.Message}", e.SocketErrorCode == SocketError.HostNotFound);
        }
    }
}
