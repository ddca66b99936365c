using Npgsql;
using NpgsqlTypes;

namespace OpsBridge.Timeline;

/// <summary>Writes many entries by COPY, in whatever transaction the connection is in.</summary>
public static class TimelineLog
{
    private const string Copy =
        "copy timeline (at, actor_id, actor_name, kind, subject, subject_id, asset_id, text, before, after, why) from stdin (format binary)";

    /// <summary>Writes all of them, in order.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<TimelineEntry> entries, CancellationToken ct)
    {
        if (entries.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(Copy, ct);
        foreach (var entry in entries)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(entry.At.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
            await IdAsync(copy, entry.ActorId, ct);
            await copy.WriteAsync(entry.ActorName, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(entry.Kind, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(entry.Subject, NpgsqlDbType.Text, ct);
            await copy.WriteAsync(entry.SubjectId, NpgsqlDbType.Text, ct);
            await IdAsync(copy, entry.AssetId, ct);
            await copy.WriteAsync(entry.Text, NpgsqlDbType.Text, ct);
            await TextAsync(copy, entry.Before, NpgsqlDbType.Jsonb, ct);
            await TextAsync(copy, entry.After, NpgsqlDbType.Jsonb, ct);
            await TextAsync(copy, entry.Why, NpgsqlDbType.Text, ct);
        }

        await copy.CompleteAsync(ct);
    }

    private static Task IdAsync(NpgsqlBinaryImporter copy, Guid? id, CancellationToken ct) =>
        id is { } some ? copy.WriteAsync(some, NpgsqlDbType.Uuid, ct) : copy.WriteNullAsync(ct);

    private static Task TextAsync(NpgsqlBinaryImporter copy, string? text, NpgsqlDbType type, CancellationToken ct) =>
        text is null ? copy.WriteNullAsync(ct) : copy.WriteAsync(text, type, ct);
}
