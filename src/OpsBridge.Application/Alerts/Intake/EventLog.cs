using Npgsql;
using NpgsqlTypes;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>Events of one sender that were stored together.</summary>
/// <param name="Source">Their source.</param>
/// <param name="By">Who sent them.</param>
/// <param name="Events">The events.</param>
/// <param name="First">Id of the first.</param>
/// <param name="Last">Id of the last; no other event lies between.</param>
/// <param name="Digest">SHA-256 over the rows (<c>alert_events_digest</c>).</param>
internal sealed record EventRange(SourceProfile Source, Actor By, IReadOnlyList<PreparedEvent> Events, long First, long Last, byte[] Digest);

/// <summary>Writes events as they were received, by COPY, in the transaction that the connection is in.</summary>
internal sealed class EventLog
{
    /// <summary>Ids that the sequence gives out at once, and so the most events of one group.</summary>
    public const int Block = 10_000;

    private const string Copy =
        """
        copy alert_events (id, received_at, source_id, source, fingerprint, alert_id, action, severity, labels, annotations, starts_at, ends_at, more)
        from stdin (format binary)
        """;

    private long _next;
    private long _end;

    /// <summary>Writes the events, at most <see cref="Block"/>; returns one range per source and key that sent them.</summary>
    public async Task<IReadOnlyList<EventRange>> WriteAsync(NpgsqlConnection connection, IReadOnlyList<PreparedEvent> events, CancellationToken ct)
    {
        await ReserveAsync(connection, events.Count, ct);
        var ranges = new List<EventRange>();
        await using var copy = await connection.BeginBinaryImportAsync(Copy, ct);
        foreach (var sent in BySender(events))
        {
            var (first, any) = (_next, sent[0].Request);
            using var digest = new EventDigest();
            foreach (var e in sent)
            {
                var row = new EventRow(_next++, e);
                await WriteAsync(copy, row, ct);
                digest.Add(row);
            }

            ranges.Add(new EventRange(any.Source, any.By, sent, first, _next - 1, digest.Finish()));
        }

        await copy.CompleteAsync(ct);
        return ranges;
    }

    private static List<List<PreparedEvent>> BySender(IReadOnlyList<PreparedEvent> events)
    {
        var senders = new List<List<PreparedEvent>>();
        List<PreparedEvent>? current = null;
        foreach (var e in events)
        {
            if (current is null || !IsOf(current[0].Request, e.Request))
            {
                current = senders.Find(s => IsOf(s[0].Request, e.Request));
                if (current is null)
                {
                    senders.Add(current = new List<PreparedEvent>(events.Count));
                }
            }

            current.Add(e);
        }

        return senders;
    }

    private static bool IsOf(IntakeRequest one, IntakeRequest other) =>
        ReferenceEquals(one, other) || (one.By.Id == other.By.Id && one.Source.Id == other.Source.Id && one.Source.Name == other.Source.Name);

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, EventRow row, CancellationToken ct)
    {
        var e = row.Prepared;
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(row.Id, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(e.Event.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await OrNullAsync(copy, e.Request.Source.Id, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(e.Request.Source.Name, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Fingerprint, NpgsqlDbType.Char, ct);
        await OrNullAsync(copy, e.Alert?.Id, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(row.Action, NpgsqlDbType.Smallint, ct);
        await copy.WriteAsync(row.Severity, NpgsqlDbType.Smallint, ct);
        await copy.WriteAsync(row.Labels, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Annotations, NpgsqlDbType.Text, ct);
        await OrNullAsync(copy, e.Begins?.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await OrNullAsync(copy, e.Ends?.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await (row.More is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(row.More, NpgsqlDbType.Text, ct));
    }

    private static Task OrNullAsync<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken ct)
        where T : struct =>
        value is { } some ? copy.WriteAsync(some, type, ct) : copy.WriteNullAsync(ct);

    /// <summary>Ids of one group follow each other, so that first and last name them all.</summary>
    private async Task ReserveAsync(NpgsqlConnection connection, int count, CancellationToken ct)
    {
        if (_end - _next < count)
        {
            await using var command = new NpgsqlCommand("select nextval('alert_events_id')", connection);
            _next = (long)(await command.ExecuteScalarAsync(ct))!;
            _end = _next + Block;
        }
    }
}
