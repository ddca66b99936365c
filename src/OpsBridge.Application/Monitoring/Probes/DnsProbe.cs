using System.Net;
using System.Net.Sockets;

namespace OpsBridge.Monitoring.Probes;

/// <summary>DNS question to a named server, or to this machine's first one.</summary>
internal sealed class DnsProbe(GuardedConnector connector, TimeProvider time)
{
    private static readonly string[] s_codes = ["no error", "format error", "server failure", "name does not exist", "not implemented", "refused"];

    private readonly DnsClient _client = new(time);

    public async Task<ProbeResult> RunAsync(DnsSettings settings, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        if (settings.Server is not null && await connector.FindAsync(settings.Server, settings.Port, cancellationToken) is Target.None none)
        {
            return ProbeResult.Of(none.Status, none.Summary, time.GetElapsedTime(started));
        }

        var address = settings.Server is null ? connector.Resolver.FirstServer : IPAddress.Parse(settings.Server);
        if (address is null)
        {
            return ProbeResult.Of(CheckStatus.Unknown, "this machine has no name server in resolv.conf; name one in the check", TimeSpan.Zero);
        }

        var server = new IPEndPoint(address, settings.Server is null ? 53 : settings.Port);
        try
        {
            var answer = await _client.AskAsync(server, settings.QuestionName(), settings.RecordType, cancellationToken);
            return Judge(settings, answer, time.GetElapsedTime(started));
        }
        catch (SocketException e)
        {
            return ProbeResult.Of(CheckStatus.Critical, $"{server}: {GuardedConnector.Explain(e)}", time.GetElapsedTime(started));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return ProbeResult.Of(CheckStatus.Critical, $"{server}: unreadable answer", time.GetElapsedTime(started), e.Message);
        }
    }

    private static ProbeResult Judge(DnsSettings settings, DnsMessage answer, TimeSpan elapsed)
    {
        var values = answer.Answers.Where(r => r.Type == (int)settings.RecordType && r.Data is not null).Select(r => r.Data!).ToList();
        var (status, summary) = (answer.ResponseCode, values.Count) switch
        {
            (not 0, _) => (CheckStatus.Critical, $"{settings.Name}: {Code(answer.ResponseCode)}"),
            (_, 0) => (CheckStatus.Critical, $"{settings.Name} has no {settings.RecordType} record"),
            _ when settings.Expected is not null && !values.Exists(v => Same(v, settings.Expected)) =>
                (CheckStatus.Critical, $"{settings.Name} is {Few(values)}, expected {settings.Expected}"),
            _ => (CheckStatus.Ok, $"{settings.Name} is {Few(values)} in {Words.Milliseconds(elapsed)}"),
        };
        Metric[] metrics = [ProbeResult.LatencyOf(elapsed), new Metric("answers", values.Count, Min: 0)];
        return new ProbeResult(status, summary, values.Count > 1 ? string.Join('\n', values) : null, metrics, elapsed, answer.ResponseCode);
    }

    private static string Code(int code) => code < s_codes.Length ? s_codes[code] : FormattableString.Invariant($"response code {code}");

    private static string Few(List<string> values) => values.Count <= 3 ? string.Join(", ", values) : $"{string.Join(", ", values.Take(3))} and {values.Count - 3} more";

    private static bool Same(string value, string expected) =>
        string.Equals(value.TrimEnd('.'), expected.TrimEnd('.'), StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(value, out var left) && IPAddress.TryParse(expected, out var right) && left.Equals(right));
}
