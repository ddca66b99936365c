using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OpsBridge.Monitoring;

/// <summary>A check whose time has come.</summary>
/// <param name="CheckId">The check.</param>
/// <param name="DueAt">When it was due; now minus this is the start delay.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DueCheck(Guid CheckId, DateTimeOffset DueAt);

/// <summary>
/// When each check runs next: a min-heap over due times. A check's times lie on its own grid (interval, shifted by a hash
/// of its id), so load is spread evenly, the same after every restart, and never drifts. A taken check is out of the heap
/// until <see cref="Complete"/>, so it cannot run twice at once. Time is monotonic: a step of the wall clock moves nothing.
/// Thread-safe.
/// </summary>
public sealed class CheckSchedule(TimeProvider time)
{
    private const int InFlight = -1;

    private static readonly long s_firstRunWithin = TimeSpan.FromSeconds(60).Ticks;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly List<Entry> _heap = [];
    private readonly DateTimeOffset _anchor = time.GetUtcNow();
    private readonly long _anchorStamp = time.GetTimestamp();

    /// <summary>Checks known, running ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Now, on the clock the due times are on: the wall clock at construction plus monotonic time since.</summary>
    public DateTimeOffset Now => _anchor + time.GetElapsedTime(_anchorStamp);

    /// <summary>Due time of the next check; null when none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _heap.Count == 0 ? null : At(_heap[0].Due);
            }
        }
    }

    /// <summary>Adds a check, or gives a known one a new interval. The first run comes within the interval, and within 60 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not positive.</exception>
    public void Set(Guid checkId, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        var now = Now.UtcTicks;
        lock (_lock)
        {
            if (!_entries.TryGetValue(checkId, out var entry))
            {
                entry = new Entry(checkId) { Index = _heap.Count };
                _entries.Add(checkId, entry);
                _heap.Add(entry);
            }

            if (entry.Interval == interval.Ticks)
            {
                return; // nothing new: a retry or a first run that waits keeps its time
            }

            entry.Interval = interval.Ticks;
            if (entry.Index != InFlight)
            {
                // A long interval runs once early, so that a new check shows something within a minute.
                entry.Due = NextOnGrid(checkId, Math.Min(entry.Interval, s_firstRunWithin), now);
                Restore(entry.Index);
            }
        }
    }

    /// <summary>Forgets a check. False when it was not known. A run under way is not stopped; its <see cref="Complete"/> does nothing.</summary>
    public bool Remove(Guid checkId)
    {
        lock (_lock)
        {
            if (!_entries.Remove(checkId, out var entry))
            {
                return false;
            }

            if (entry.Index != InFlight)
            {
                Detach(entry);
            }

            return true;
        }
    }

    /// <summary>Makes a check due at once. False when it is running or not known.</summary>
    public bool RunNow(Guid checkId)
    {
        var now = Now.UtcTicks;
        lock (_lock)
        {
            if (!_entries.TryGetValue(checkId, out var entry) || entry.Index == InFlight)
            {
                return false;
            }

            entry.Due = Math.Min(entry.Due, now);
            Restore(entry.Index);
            return true;
        }
    }

    /// <summary>Takes the earliest check that is due. False when none is; then look again at <see cref="NextDue"/>.</summary>
    public bool TryTakeDue(out DueCheck due)
    {
        var now = Now.UtcTicks;
        lock (_lock)
        {
            if (_heap.Count == 0 || _heap[0].Due > now)
            {
                due = default;
                return false;
            }

            var entry = _heap[0];
            Detach(entry);
            due = new DueCheck(entry.Id, At(entry.Due));
            return true;
        }
    }

    /// <summary>Puts a taken check back: at its next grid time, or after <paramref name="retryAfter"/> counted from when it was due.</summary>
    /// <returns>Grid times that passed while it ran and will not be made up.</returns>
    public int Complete(DueCheck taken, TimeSpan? retryAfter = null)
    {
        var now = Now.UtcTicks;
        lock (_lock)
        {
            if (!_entries.TryGetValue(taken.CheckId, out var entry) || entry.Index != InFlight)
            {
                return 0;
            }

            var next = NextOnGrid(entry.Id, entry.Interval, now);
            var firstMissed = NextOnGrid(entry.Id, entry.Interval, taken.DueAt.UtcTicks);
            entry.Due = retryAfter is { } retry ? Math.Max(now, taken.DueAt.UtcTicks + retry.Ticks) : next;
            entry.Index = _heap.Count;
            _heap.Add(entry);
            Restore(entry.Index);
            return (int)((next - firstMissed) / entry.Interval);
        }
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>First time strictly after <paramref name="after"/> on the grid of this check.</summary>
    private static long NextOnGrid(Guid id, long interval, long after)
    {
        var phase = (long)(Hash(id) % (ulong)interval);
        var steps = Math.DivRem(after - phase, interval).Quotient + 1;
        return phase + (steps * interval);
    }

    private static ulong Hash(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ System.Numerics.BitOperations.RotateLeft(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), 31);

        // Finaliser of SplitMix64: neighbouring ids land far apart.
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebUL;
        return mixed ^ (mixed >> 31);
    }

    private void Detach(Entry entry)
    {
        var index = entry.Index;
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        entry.Index = InFlight;
        if (last != entry)
        {
            _heap[index] = last;
            last.Index = index;
            Restore(index);
        }
    }

    private void Restore(int index)
    {
        while (index > 0 && _heap[index].Due < _heap[(index - 1) / 2].Due)
        {
            index = Swap(index, (index - 1) / 2);
        }

        while (true)
        {
            var child = (2 * index) + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].Due < _heap[child].Due)
            {
                child++;
            }

            if (child >= _heap.Count || _heap[child].Due >= _heap[index].Due)
            {
                return;
            }

            index = Swap(index, child);
        }
    }

    private int Swap(int from, int to)
    {
        (_heap[from], _heap[to]) = (_heap[to], _heap[from]);
        _heap[from].Index = from;
        _heap[to].Index = to;
        return to;
    }

    private sealed class Entry(Guid id)
    {
        public Guid Id { get; } = id;

        public long Interval { get; set; }

        public long Due { get; set; }

        public int Index { get; set; }
    }
}
