namespace OpsBridge.Timeline;

/// <summary>
/// Append-only, hash-chained. The chain row is written by a deferred trigger, that is as the last thing before commit:
/// the chain's lock is then always the last lock a transaction takes, so it cannot take part in a deadlock, and it is held
/// only for the commit itself.
/// </summary>
public static class TimelineSql
{
    /// <summary>Creates the chain table, its triggers and the verify function.</summary>
    public const string Up =
        """
        create table timeline_chain (
            seq bigint primary key,
            entry_id bigint not null unique references timeline(id),
            hash bytea not null
        );

        create function timeline_digest(previous bytea, e timeline) returns bytea language sql stable as $$
            select sha256(previous || convert_to(jsonb_build_array(
                e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id, e.actor_name, e.kind, e.subject,
                e.subject_id, e.asset_id, e.text, e.before, e.after, e.why)::text, 'UTF8'))
        $$;

        create function timeline_seal() returns trigger language plpgsql as $$
        declare
            last_seq bigint;
            last_hash bytea;
        begin
            perform pg_advisory_xact_lock(7305991);
            select seq, hash into last_seq, last_hash from timeline_chain order by seq desc limit 1;
            insert into timeline_chain(seq, entry_id, hash)
            values (coalesce(last_seq, 0) + 1, new.id, timeline_digest(coalesce(last_hash, ''::bytea), new));
            return null;
        end $$;

        create constraint trigger timeline_seal after insert on timeline
            deferrable initially deferred for each row execute function timeline_seal();

        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
        end $$;

        create trigger timeline_append_only before update or delete or truncate on timeline
            for each statement execute function refuse_change();
        create trigger timeline_chain_append_only before update or delete or truncate on timeline_chain
            for each statement execute function refuse_change();

        create function timeline_first_broken() returns bigint language plpgsql stable as $$
        declare
            link record;
            previous bytea := ''::bytea;
            expected bigint := 1;
        begin
            for link in select c.seq, c.hash, t as entry from timeline_chain c left join timeline t on t.id = c.entry_id order by c.seq loop
                if link.seq <> expected or link.entry is null or link.hash <> timeline_digest(previous, link.entry) then
                    return expected;
                end if;
                previous := link.hash;
                expected := expected + 1;
            end loop;
            if exists (select 1 from timeline t where not exists (select 1 from timeline_chain c where c.entry_id = t.id)) then
                return expected;
            end if;
            return null;
        end $$;
        """;
}
