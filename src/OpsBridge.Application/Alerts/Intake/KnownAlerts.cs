using System.Runtime.InteropServices;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// The open alerts of outside sources by fingerprint. Only the writer touches it. It may be behind the database (an operator
/// closed one, another process raised one): every decision that writes is made on the locked row, and a repeat is checked
/// against the row when it is stored.
/// </summary>
internal sealed class KnownAlerts
{
    private readonly Dictionary<UInt128, KnownAlert> _byKey = [];
    private readonly Queue<KnownAlert> _dirty = new();

    /// <summary>How many are known.</summary>
    public int Count => _byKey.Count;

    /// <summary>All of them.</summary>
    public IEnumerable<KnownAlert> All => _byKey.Values;

    /// <summary>How many have repeats that only memory knows.</summary>
    public int Dirty => _dirty.Count;

    /// <summary>The open alert of a condition; null when none is known.</summary>
    public KnownAlert? Find(UInt128 key) => _byKey.GetValueOrDefault(key);

    /// <summary>Remembers an alert as its row stands.</summary>
    /// <param name="alert">The alert; a closed one is forgotten.</param>
    /// <param name="key">Its fingerprint.</param>
    /// <param name="latestStart">The latest beginning that its source named; null for none since.</param>
    public void Learn(Alert alert, UInt128 key, DateTimeOffset? latestStart)
    {
        if (alert.State == AlertState.Closed)
        {
            _byKey.Remove(key);
            return;
        }

        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, key, out _);
        if (known is null || known.Id != alert.Id)
        {
            known = new KnownAlert
            {
                Id = alert.Id,
                Key = key,
                Mark = alert.ContentMark,
                Holds = alert.Holds,
                StartsAt = alert.StartsAt,
                LatestStart = latestStart ?? alert.StartsAt,
                EndsAt = alert.EndsAt,
                LastSeenAt = alert.LastSeenAt,
            };
            return;
        }

        known.RepeatsStored(); // stored with the row
        (known.Mark, known.Holds, known.StartsAt, known.EndsAt) = (alert.ContentMark, alert.Holds, alert.StartsAt, alert.EndsAt);
        known.LastSeenAt = alert.LastSeenAt > known.LastSeenAt ? alert.LastSeenAt : known.LastSeenAt;
        known.LatestStart = latestStart > known.LatestStart ? latestStart.Value : known.LatestStart;
    }

    /// <summary>Remembers an alert read at start.</summary>
    public void Add(KnownAlert known) => _byKey[known.Key] = known;

    /// <summary>Counts an unchanged repeat; it is stored later.</summary>
    public void Repeat(KnownAlert known, PreparedEvent repeated)
    {
        if (known.Repeats == 0)
        {
            _dirty.Enqueue(known);
        }

        known.Repeat(repeated);
    }

    /// <summary>Up to so many alerts with repeats to store, those first that wait longest.</summary>
    public List<KnownAlert> TakeDirty(int most)
    {
        var taken = new List<KnownAlert>(Math.Min(most, _dirty.Count));
        while (taken.Count < most && _dirty.TryDequeue(out var known))
        {
            if (known.Repeats > 0 && ReferenceEquals(Find(known.Key), known))
            {
                taken.Add(known);
            }
        }

        return taken;
    }

    /// <summary>Puts an alert back whose repeats could not be stored.</summary>
    public void KeepDirty(KnownAlert known) => _dirty.Enqueue(known);

    /// <summary>Forgets an alert that is not open any more, or not as remembered.</summary>
    public void Forget(KnownAlert known)
    {
        if (ReferenceEquals(Find(known.Key), known))
        {
            _byKey.Remove(known.Key);
        }
    }

    /// <summary>Forgets everything, before reading it anew.</summary>
    public void Clear()
    {
        _byKey.Clear();
        _dirty.Clear();
    }
}
