using System.Text.Json;
using Npgsql;
using OpsBridge.Kernel;

namespace OpsBridge.Alerts.Board;

/// <summary>The one place where a row of <c>alerts</c> becomes an <see cref="AlertRow"/>: the board reads 100,000 of them at start.</summary>
internal static class AlertColumns
{
    /// <summary>What <see cref="Read"/> expects, in this order.</summary>
    public const string All =
        """
        a.id, a.severity, a.state, a.summary, a.asset_id, a.check_id, a.owner_id, a.owner_name,
        a.raised_at, a.starts_at, a.last_seen_at, a.ends_at, a.cleared_at, a.closed_at, a.ending, a.count, a.last_note,
        a.labels, a.annotations, a.links, a.generator_url, a.fingerprint, a.source, a.source_id,
        a.acknowledged_by, a.acknowledged_at, a.acknowledged_kind, a.acknowledged_until,
        a.shelved_by, a.shelved_at, a.shelved_kind, a.shelved_until, a.shelved_reason, a.shelved_from, a.shelved_severity,
        a.cause_id, a.cause_from, a.flapping_since, a.xmin
        """;

    /// <summary>Reads the row that the reader stands on; names and suppressors are added by <see cref="RowDressing"/>.</summary>
    public static AlertRow Read(NpgsqlDataReader reader, LabelPool pool)
    {
        var c = new Cursor(reader, pool);
        return new AlertRow
        {
            Id = c.Long()!.Value, Severity = c.Word<AlertSeverity>()!.Value, State = c.Word<AlertState>()!.Value, Summary = c.Own()!,
            AssetId = c.Key(), CheckId = c.Key(), OwnerId = c.Key(), OwnerName = c.Shared(),
            RaisedAt = c.Time()!.Value, StartsAt = c.Time()!.Value, LastSeenAt = c.Time()!.Value, EndsAt = c.Time(),
            ClearedAt = c.Time(), ClosedAt = c.Time(), Ending = c.Word<AlertEnding>(), Count = c.Number(), LastNote = c.Shared(),
            Labels = c.Labels(), Annotations = c.Labels(), Links = c.Links(), GeneratorUrl = c.Shared(),
            Fingerprint = c.Own()!, Source = c.Shared()!, SourceId = c.Key(),
            AcknowledgedBy = c.Shared(), AcknowledgedAt = c.Time(), AcknowledgedKind = c.Word<AcknowledgementKind>(), AcknowledgedUntil = c.Time(),
            Shelf = c.Shelf(),
            CauseId = c.Long(), CauseFrom = c.Word<SymptomOrigin>(), FlappingSince = c.Time(), Version = c.RowVersion(),
        };
    }

    private struct Cursor(NpgsqlDataReader reader, LabelPool pool)
    {
        private int _next;

        public long? Long() => Step() ? reader.GetInt64(_next - 1) : null;

        public int Number() => reader.GetInt32(_next++);

        public uint RowVersion() => reader.GetFieldValue<uint>(_next++);

        public Guid? Key() => Step() ? reader.GetGuid(_next - 1) : null;

        public DateTimeOffset? Time() => Step() ? reader.GetFieldValue<DateTimeOffset>(_next - 1) : null;

        public string? Own() => Step() ? reader.GetString(_next - 1) : null;

        public string? Shared() => Own() is { } text ? pool.Share(text) : null;

        public T? Word<T>()
            where T : struct, Enum => Own() is { } text ? EnumNames<T>.Values[text] : null;

        public Labels Labels() => pool.Read(reader.GetFieldValue<byte[]>(_next++));

        public AlertLink[] Links() => Own() is { } json and not "[]" ? JsonSerializer.Deserialize<AlertLink[]>(json) ?? [] : [];

        public AlertShelf? Shelf()
        {
            var (by, at, kind, until, reason) = (Shared(), Time(), Word<ShelfKind>(), Time(), Shared());
            var (from, severity) = (Word<AlertState>(), Word<AlertSeverity>());
            return by is null || at is null || kind is null || from is null
                ? null
                : new AlertShelf(by, at.Value, kind.Value, until, reason ?? "", from.Value) { Severity = severity ?? default };
        }

        private bool Step() => !reader.IsDBNull(_next++);
    }

    private static class EnumNames<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(v => v.ToString(), StringComparer.Ordinal);
    }
}
