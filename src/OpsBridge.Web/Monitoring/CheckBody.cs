using System.Text.Json;

namespace OpsBridge.Monitoring;

/// <summary>A check as the API takes it. What is left out has the default of the form.</summary>
/// <param name="AssetId">The asset; only when it is created.</param>
/// <param name="Name">1 to 100 characters, unique on the asset.</param>
/// <param name="Settings">What is done: an object with <c>kind</c> (ping, tcp, http, tls, dns, plugin, heartbeat) and that kind's fields.</param>
/// <param name="IntervalSeconds">Time between two runs, 1 to 86,400.</param>
/// <param name="RetryIntervalSeconds">Time between two runs while a problem is not settled.</param>
/// <param name="TimeoutSeconds">The longest a run may take, 0.1 to 120.</param>
/// <param name="MaxAttempts">Bad results in a row until a problem is settled, 1 to 100.</param>
/// <param name="DetectFlapping">Whether flapping is looked for.</param>
/// <param name="Thresholds">Limits on metrics.</param>
/// <param name="Enabled">False to switch it off.</param>
public sealed record CheckBody(
    Guid? AssetId,
    string? Name,
    JsonElement? Settings,
    double? IntervalSeconds,
    double? RetryIntervalSeconds,
    double? TimeoutSeconds,
    int? MaxAttempts,
    bool? DetectFlapping,
    IReadOnlyList<ThresholdBody>? Thresholds,
    bool? Enabled)
{
    /// <summary>The details, or what could not be read, by field.</summary>
    public (CheckDetails? Details, IReadOnlyDictionary<string, string> Errors) Read()
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = ReadSettings(errors);
        var limits = ReadThresholds(errors);
        var basis = new CheckDetails(Name ?? "", settings!);
        var details = basis with
        {
            Interval = Seconds(nameof(IntervalSeconds), IntervalSeconds, basis.Interval, errors),
            RetryInterval = Seconds(nameof(RetryIntervalSeconds), RetryIntervalSeconds, basis.RetryInterval, errors),
            Timeout = Seconds(nameof(TimeoutSeconds), TimeoutSeconds, basis.Timeout, errors),
            MaxAttempts = MaxAttempts ?? basis.MaxAttempts,
            DetectFlapping = DetectFlapping ?? basis.DetectFlapping,
            Thresholds = limits,
            Enabled = Enabled ?? true,
        };
        return errors.Count == 0 ? (details, errors) : (null, errors);
    }

    private static TimeSpan Seconds(string field, double? seconds, TimeSpan otherwise, Dictionary<string, string> errors)
    {
        if (seconds is null or (>= 0 and <= 1e9))
        {
            return seconds is { } s ? TimeSpan.FromSeconds(s) : otherwise;
        }

        errors[field] = "Give a number of seconds.";
        return otherwise;
    }

    private ProbeSettings? ReadSettings(Dictionary<string, string> errors)
    {
        try
        {
            if (Settings is { ValueKind: JsonValueKind.Object } element)
            {
                return element.Deserialize<ProbeSettings>(MonitoringJson.Options);
            }
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Said below in words for people.
        }

        errors[nameof(Settings)] = "Give an object with the kind (ping, tcp, http, tls, dns, plugin or heartbeat) and the fields of that kind.";
        return null;
    }

    private List<MetricThreshold> ReadThresholds(Dictionary<string, string> errors)
    {
        var read = new List<MetricThreshold>();
        foreach (var body in Thresholds ?? [])
        {
            if (body?.Metric is null)
            {
                errors[nameof(Thresholds)] = "Each threshold names its metric.";
                continue;
            }

            var (warning, wrong) = Range(body.Warning);
            var (critical, alsoWrong) = Range(body.Critical);
            if ((wrong ?? alsoWrong) is { } error)
            {
                errors[nameof(Thresholds)] = $"{body.Metric}: {error}.";
            }

            read.Add(new MetricThreshold(body.Metric, warning, critical));
        }

        return read;
    }

    private static (NagiosRange? Range, string? Error) Range(string? text) =>
        string.IsNullOrWhiteSpace(text) ? (null, null) : NagiosRange.TryParse(text, out var range, out var error) ? (range, null) : (null, error);
}

/// <summary>Limits on one metric as Nagios ranges, for example <c>500</c> or <c>14:</c>.</summary>
public sealed record ThresholdBody(string? Metric, string? Warning, string? Critical);

/// <summary>A check as the API gives it.</summary>
public sealed record CheckResource(
    Guid Id,
    Guid AssetId,
    string AssetName,
    string Name,
    ProbeSettings Settings,
    double IntervalSeconds,
    double RetryIntervalSeconds,
    double TimeoutSeconds,
    int MaxAttempts,
    bool DetectFlapping,
    IReadOnlyList<ThresholdBody> Thresholds,
    bool Enabled,
    CheckReading State)
{
    /// <summary>The resource of a definition.</summary>
    internal static CheckResource Of(CheckDefinition check) => new(
        check.Id,
        check.AssetId,
        check.AssetName,
        check.Details.Name,
        check.Details.Settings,
        check.Details.Interval.TotalSeconds,
        check.Details.RetryInterval.TotalSeconds,
        check.Details.Timeout.TotalSeconds,
        check.Details.MaxAttempts,
        check.Details.DetectFlapping,
        [.. check.Details.Thresholds.Select(t => new ThresholdBody(t.Metric, t.Warning?.ToString(), t.Critical?.ToString()))],
        check.Details.Enabled,
        check.Reading);
}

/// <summary>A check that was made.</summary>
/// <param name="Id">Its key.</param>
/// <param name="HeartbeatPath">Path to call, shown this once; null unless it is a heartbeat.</param>
public sealed record CreatedCheck(Guid Id, string? HeartbeatPath);

/// <summary>What a run found.</summary>
public sealed record RunResource(CheckStatus Status, string Summary, string? Detail, int? RawCode, double DurationMs, IReadOnlyList<MetricResource> Metrics)
{
    /// <summary>The resource of a result; metrics without a number are left out.</summary>
    internal static RunResource Of(ProbeResult result) => new(
        result.Status,
        result.Summary,
        result.Detail,
        result.RawCode,
        result.Duration.TotalMilliseconds,
        [.. result.Metrics.Where(m => m.IsDetermined).Select(m => new MetricResource(m.Name, m.Value, m.Unit))]);
}

/// <summary>One number.</summary>
public sealed record MetricResource(string Name, double Value, string Unit);
