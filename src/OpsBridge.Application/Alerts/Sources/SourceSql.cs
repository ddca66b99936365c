namespace OpsBridge.Alerts.Sources;

/// <summary>Statements of the sources that EF Core has no words for.</summary>
internal static class SourceSql
{
    /// <summary>
    /// Writes down what was heard: $1 source ids, $2 times, $3 events, $4 refused, $5 unreadable, $6 clock offsets, $7 now.
    /// Contributions of several processes add up.
    /// </summary>
    public const string Hear =
        """
        insert into source_hearings as h (source_id, last_heard_at, events, refused, unreadable, recent, recent_at, clock_offset)
        select s.id, u.heard, u.events, u.refused, u.unreadable, u.events, $7, u.clock_offset
        from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::double precision[])
            as u (id, heard, events, refused, unreadable, clock_offset)
        join sources s on s.id = u.id
        on conflict (source_id) do update set
            last_heard_at = greatest(h.last_heard_at, excluded.last_heard_at),
            events = h.events + excluded.events,
            refused = h.refused + excluded.refused,
            unreadable = h.unreadable + excluded.unreadable,
            recent = excluded.recent + case
                when h.recent < 0.01 or excluded.recent_at - h.recent_at > interval '20 minutes' then 0
                else h.recent * exp(-greatest(0, extract(epoch from excluded.recent_at - h.recent_at))::double precision / 60) end,
            recent_at = greatest(h.recent_at, excluded.recent_at),
            clock_offset = coalesce(excluded.clock_offset, h.clock_offset)
        """;
}
