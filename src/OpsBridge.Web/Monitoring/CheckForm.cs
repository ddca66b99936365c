using System.Globalization;

namespace OpsBridge.Monitoring;

/// <summary>The form of a check: every field as typed, for every kind, so that changing the kind loses nothing.</summary>
public sealed class CheckForm
{
    /// <summary>ping, tcp, http, tls, dns, plugin or heartbeat.</summary>
    public string Kind { get; set; } = "http";

    /// <summary>Key of the asset.</summary>
    public string? AssetId { get; set; }

    /// <summary>Name.</summary>
    public string? Name { get; set; }

    /// <summary>Address or name (ping, tcp, tls).</summary>
    public string? Host { get; set; }

    /// <summary>Port (tcp, tls, dns).</summary>
    public string? Port { get; set; }

    /// <summary>Banner (tcp).</summary>
    public string? Banner { get; set; }

    /// <summary>URL (http).</summary>
    public string? Url { get; set; }

    /// <summary>Method (http).</summary>
    public string? Method { get; set; } = "GET";

    /// <summary>Status codes (http).</summary>
    public string? ExpectedStatus { get; set; } = "200-299";

    /// <summary>Keyword (http).</summary>
    public string? Keyword { get; set; }

    /// <summary>Follow redirects (http).</summary>
    public bool FollowRedirects { get; set; }

    /// <summary>Verify the certificate (http, tls).</summary>
    public bool VerifyCertificate { get; set; } = true;

    /// <summary>Server name (tls).</summary>
    public string? ServerName { get; set; }

    /// <summary>Name asked for (dns).</summary>
    public string? DnsName { get; set; }

    /// <summary>Record type (dns).</summary>
    public string? RecordType { get; set; } = "A";

    /// <summary>DNS server (dns).</summary>
    public string? Server { get; set; }

    /// <summary>Expected answer (dns).</summary>
    public string? Expected { get; set; }

    /// <summary>Registered name (plugin).</summary>
    public string? Plugin { get; set; }

    /// <summary>One argument a line (plugin).</summary>
    public string? Arguments { get; set; }

    /// <summary>Longest silence (heartbeat).</summary>
    public string? TimeToLive { get; set; } = "10 min";

    /// <summary>Time between runs.</summary>
    public string? Interval { get; set; } = "1 min";

    /// <summary>Time between runs while a problem is not settled.</summary>
    public string? RetryInterval { get; set; } = "15 s";

    /// <summary>Longest run.</summary>
    public string? Timeout { get; set; } = "10 s";

    /// <summary>Bad results until a problem is settled.</summary>
    public string? MaxAttempts { get; set; } = "3";

    /// <summary>Look for flapping.</summary>
    public bool DetectFlapping { get; set; } = true;

    /// <summary>Switched on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Limits.</summary>
    public List<ThresholdLine> Thresholds { get; } = [];

    /// <summary>The form of an existing check.</summary>
    public static CheckForm Of(CheckDefinition check)
    {
        var details = check.Details;
        var form = new CheckForm
        {
            Kind = details.Settings.Kind,
            AssetId = check.AssetId.ToString(),
            Name = details.Name,
            Interval = SpanText.Show(details.Interval),
            RetryInterval = SpanText.Show(details.RetryInterval),
            Timeout = SpanText.Show(details.Timeout),
            MaxAttempts = details.MaxAttempts.ToString(CultureInfo.InvariantCulture),
            DetectFlapping = details.DetectFlapping,
            Enabled = details.Enabled,
        };
        form.Thresholds.AddRange(details.Thresholds.Select(t => new ThresholdLine { Metric = t.Metric, Warning = t.Warning?.ToString(), Critical = t.Critical?.ToString() }));
        form.Fill(details.Settings);
        return form;
    }

    /// <summary>The details, and what could not be read by field. With errors the details are not for storing.</summary>
    public (CheckDetails Details, Dictionary<string, string> Errors) Read()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var details = new CheckDetails(Name ?? "", ReadSettings(errors))
        {
            Interval = Span(nameof(Interval), Interval, errors),
            RetryInterval = Span(nameof(RetryInterval), RetryInterval, errors),
            Timeout = Span(nameof(Timeout), Timeout, errors),
            MaxAttempts = Number(nameof(MaxAttempts), MaxAttempts, errors),
            DetectFlapping = DetectFlapping,
            Enabled = Enabled,
            Thresholds = [.. Thresholds.Where(t => !t.IsEmpty).Select(t => t.Read(errors))],
        };
        return (details, errors);
    }

    private ProbeSettings ReadSettings(Dictionary<string, string> errors) => Kind switch
    {
        "ping" => new PingSettings(Text(Host) ?? ""),
        "tcp" => new TcpSettings(Text(Host) ?? "", Number(nameof(Port), Port, errors), Text(Banner)),
        "tls" => new TlsSettings(Text(Host) ?? "", Number(nameof(Port), Port ?? "443", errors), Text(ServerName), VerifyCertificate),
        "dns" => new DnsSettings(
            Text(DnsName) ?? "", Enum.TryParse<DnsRecordType>(RecordType, out var type) ? type : DnsRecordType.A, Text(Server), Number(nameof(Port), Text(Port) ?? "53", errors), Text(Expected)),
        "plugin" => new PluginSettings(Plugin ?? "", [.. (Arguments ?? "").Split('\n').Select(a => a.TrimEnd('\r')).Where(a => a.Length > 0)]),
        "heartbeat" => new HeartbeatSettings(Span(nameof(TimeToLive), TimeToLive, errors)),
        _ => new HttpSettings(Text(Url) ?? "", Method ?? "GET", Text(ExpectedStatus) ?? "", Text(Keyword), FollowRedirects, VerifyCertificate),
    };

    private void Fill(ProbeSettings settings)
    {
        switch (settings)
        {
            case PingSettings ping:
                Host = ping.Host;
                break;
            case TcpSettings tcp:
                (Host, Port, Banner) = (tcp.Host, Text(tcp.Port), tcp.Banner);
                break;
            case TlsSettings tls:
                (Host, Port, ServerName, VerifyCertificate) = (tls.Host, Text(tls.Port), tls.ServerName, tls.VerifyCertificate);
                break;
            case HttpSettings http:
                (Url, Method, ExpectedStatus, Keyword) = (http.Url, http.Method, http.ExpectedStatus, http.Keyword);
                (FollowRedirects, VerifyCertificate) = (http.FollowRedirects, http.VerifyCertificate);
                break;
            case DnsSettings dns:
                (DnsName, RecordType, Server, Port, Expected) = (dns.Name, dns.RecordType.ToString(), dns.Server, Text(dns.Port), dns.Expected);
                break;
            case PluginSettings plugin:
                (Plugin, Arguments) = (plugin.Plugin, string.Join('\n', plugin.Arguments));
                break;
            case HeartbeatSettings heartbeat:
                TimeToLive = SpanText.Show(heartbeat.TimeToLive);
                break;
        }
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string field, string? text, Dictionary<string, string> errors)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        errors[field] = "Give a whole number.";
        return 1;
    }

    private static TimeSpan Span(string field, string? text, Dictionary<string, string> errors)
    {
        if (SpanText.TryParse(text, out var span))
        {
            return span;
        }

        errors[field] = "Write for example 30 s, 5 min or 1 h.";
        return TimeSpan.FromMinutes(1);
    }
}

/// <summary>One row of limits as typed.</summary>
public sealed class ThresholdLine
{
    /// <summary>Name of the metric.</summary>
    public string? Metric { get; set; }

    /// <summary>Range for a warning.</summary>
    public string? Warning { get; set; }

    /// <summary>Range for critical.</summary>
    public string? Critical { get; set; }

    /// <summary>Nothing typed: the row does not count.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Metric) && string.IsNullOrWhiteSpace(Warning) && string.IsNullOrWhiteSpace(Critical);

    internal MetricThreshold Read(Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(Metric))
        {
            errors[nameof(CheckDetails.Thresholds)] = "Say which metric each limit is for.";
        }

        return new MetricThreshold(Metric?.Trim() ?? "", Range(Warning, errors), Range(Critical, errors));
    }

    private NagiosRange? Range(string? text, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!NagiosRange.TryParse(text, out var range, out var error))
        {
            errors[nameof(CheckDetails.Thresholds)] = $"{Metric}: {error}.";
        }

        return range;
    }
}
