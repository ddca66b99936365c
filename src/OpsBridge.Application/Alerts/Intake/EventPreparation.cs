using System.Buffers;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Maps and checks an event on the sender's own thread, so that the one writer has little left to do: what cannot be mapped
/// or stored is found here, and the hashes are computed here.
/// </summary>
internal static class EventPreparation
{
    // PostgreSQL stores neither NUL nor half a character.
    private static readonly SearchValues<char> s_suspect = SearchValues.Create("\0" + string.Concat(Enumerable.Range(0xD800, 0x800).Select(c => (char)c)));

    /// <summary>Prepares one event, or says in plain words why it cannot be taken.</summary>
    public static (PreparedEvent? Event, string? Poison) Prepare(SourceProfile source, IncomingEvent received)
    {
        AlertSignal signal;
        try
        {
            signal = source.Map(received);
        }
        catch (Exception exception) // whatever a mapping does, it must not stop its neighbours
        {
            return (null, $"The mapping of the source failed: {exception.Message}");
        }

        if (signal.Identity.Count == 0)
        {
            return (null, "It has no label that identifies it.");
        }

        return WhyUnstorable(received, signal) is { } reason
            ? (null, reason)
            : (new PreparedEvent(received, Settled(source, received, signal), signal.Identity.Key()), null);
    }

    /// <summary>The signal within the limits of its source, with times as the database keeps them.</summary>
    private static AlertSignal Settled(SourceProfile source, IncomingEvent received, AlertSignal signal)
    {
        var limited = signal.Firing && !received.HoldsUntilResolved;
        var severity = signal.Severity > source.SeverityCap ? source.SeverityCap : signal.Severity;
        return signal with
        {
            Severity = severity,
            At = PreparedEvent.Stored(signal.At)!.Value,
            StartsAt = PreparedEvent.Stored(signal.StartsAt),
            EndsAt = PreparedEvent.Stored(signal.EndsAt ?? (limited ? signal.At + source.ResolveTimeout : null)),
            ContentMark = Mark(signal, severity),
        };
    }

    private static long Mark(AlertSignal signal, AlertSeverity severity)
    {
        var hash = new StableHash(stackalloc byte[1536]);
        hash.Add((int)severity);
        hash.Add(signal.Summary);
        hash.Add(signal.Detail);
        hash.Add(signal.GeneratorUrl);
        hash.Add(signal.Descriptive.Count);
        signal.Descriptive.AddTo(ref hash);
        hash.Add(signal.Annotations.Count);
        signal.Annotations.AddTo(ref hash);
        hash.Add(signal.AssetId ?? Guid.Empty);
        foreach (var link in signal.Links)
        {
            hash.Add(link.Text);
            hash.Add(link.Href);
        }

        return (long)(ulong)hash.Finish();
    }

    private static string? WhyUnstorable(IncomingEvent received, AlertSignal signal) =>
        Unstorable(received.Labels) ?? Unstorable(received.Annotations)
        ?? (ReferenceEquals(signal.Identity, received.Labels) ? null : Unstorable(signal.Identity))
        ?? (ReferenceEquals(signal.Descriptive, received.Labels) ? null : Unstorable(signal.Descriptive))
        ?? (ReferenceEquals(signal.Annotations, received.Annotations) ? null : Unstorable(signal.Annotations))
        ?? Unstorable("summary", signal.Summary) ?? Unstorable("detail", signal.Detail) ?? Unstorable("generator URL", signal.GeneratorUrl)
        ?? Unstorable("key", received.DedupKey) ?? Unstorable(signal.Links);

    private static string? Unstorable(Labels labels)
    {
        foreach (var (name, value) in labels.Pairs)
        {
            if ((Unstorable("label name", name) ?? Unstorable(name, value)) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? Unstorable(IReadOnlyList<AlertLink> links)
    {
        foreach (var link in links)
        {
            if ((Unstorable("link text", link.Text) ?? Unstorable("link", link.Href)) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? Unstorable(string what, string? text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny(s_suspect) is var at and >= 0)
        {
            if (rest[at] == '\0')
            {
                return $"Its {Shown(what)} carries a NUL character.";
            }

            if (!char.IsHighSurrogate(rest[at]) || at + 1 == rest.Length || !char.IsLowSurrogate(rest[at + 1]))
            {
                return $"Its {Shown(what)} carries half a character (an unpaired surrogate).";
            }

            rest = rest[(at + 2)..];
        }

        return null;
    }

    private static string Shown(string what) => what.AsSpan().ContainsAny(s_suspect) ? "label" : what;
}
