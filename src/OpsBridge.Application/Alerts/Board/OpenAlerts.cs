using OpsBridge.Live;

namespace OpsBridge.Alerts.Board;

/// <summary>
/// Keeps every open alert in memory and reads only what changed. One reader at a time; what it hands out is an immutable
/// snapshot that all screens of the process share.
/// </summary>
internal sealed class OpenAlerts : IDisposable
{
    private static readonly TimeSpan s_sweepEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_countEvery = TimeSpan.FromMinutes(1);
    private readonly BoardReader _reader;
    private readonly Wardrobe _wardrobe;
    private readonly LiveFeed _feed;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly BoardState _state;
    private readonly BoardLog _log = new();
    private RowDressing? _dressing;
    private AlertBoardView? _view;
    private string? _position;
    private long _version;
    private long _sweptTo;
    private int _leftToSweep;
    private DateTimeOffset _sweptAt;
    private DateTimeOffset _countedAt;

    public OpenAlerts(BoardReader reader, Wardrobe wardrobe, LiveFeed feed, TimeProvider clock, int limit) =>
        (_reader, _wardrobe, _feed, _clock, _state, Limit) = (reader, wardrobe, feed, clock, new BoardState(limit), limit);

    /// <summary>The most alerts that are held.</summary>
    public int Limit { get; }

    /// <summary>Tables whose change moves the board.</summary>
    public IReadOnlyList<string> Topics => ["alerts", .. _wardrobe.Topics];

    /// <summary>The snapshot as last read; null before the first read.</summary>
    public AlertBoardView? Current => Volatile.Read(ref _view);

    /// <summary>A snapshot with everything that was announced before the call.</summary>
    /// <param name="upkeep">Also follow repeats and check the count where that is due; for the pump, once a second.</param>
    /// <param name="ct">Gives up; what was not read is read by the next caller.</param>
    public async Task<AlertBoardView> ReadAsync(bool upkeep, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var now = _clock.GetUtcNow();
            var version = _feed.VersionOf(["alerts"]); // before the read: a change during it makes the snapshot obsolete again
            var announced = version != _version;
            var dressing = await _wardrobe.ChooseAsync(_dressing, ct);
            if (announced || _view is null || !ReferenceEquals(dressing, _dressing) || (upkeep && (SweepIsDue(now) || CountIsDue(now))))
            {
                _leftToSweep = announced ? _state.Rows.Count : _leftToSweep;
                await RefreshAsync(dressing, now, upkeep, ct);
                _version = version;
            }

            return _view!;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private bool SweepIsDue(DateTimeOffset now) => _leftToSweep > 0 && now - _sweptAt >= s_sweepEvery;

    private bool CountIsDue(DateTimeOffset now) => now - _countedAt >= s_countEvery;

    private async Task RefreshAsync(RowDressing dressing, DateTimeOffset now, bool upkeep, CancellationToken ct)
    {
        if (_position is null)
        {
            await ReadAllAsync(dressing, now, ct);
            return;
        }

        var (sweep, count) = (upkeep && SweepIsDue(now), upkeep && CountIsDue(now));
        var read = await _reader.ChangedAsync(_position, sweep ? _sweptTo : null, count, ct);
        var all = ReferenceEquals(dressing, _dressing) ? Enumerable.Empty<AlertRow>() : _state.Rows;
        var delta = _state.Apply([.. all, .. read.Rows, .. Repeated(read)], dressing.On);
        (_position, _dressing) = (read.Position, dressing);
        if (sweep)
        {
            Swept(read.Repeats, now);
        }

        if (count)
        {
            _countedAt = now;
        }

        var lost = read.Open is { } open && !_state.Truncated && open != _state.Rows.Count;
        if (lost || (_state.Truncated && _state.Rows.Count < Limit - (Limit / 10)))
        {
            await ReadAllAsync(dressing, now, ct); // rows were deleted behind our back, or there is room again
            return;
        }

        Show(delta, now);
    }

    private async Task ReadAllAsync(RowDressing dressing, DateTimeOffset now, CancellationToken ct)
    {
        var read = await _reader.AllAsync(Limit, ct);
        _log.Clear();
        Show(_state.Replace([.. read.Rows.Select(dressing.On)], read.Truncated), now, whole: true);
        (_position, _dressing, _countedAt) = (read.Position, dressing, now);
    }

    private void Show(BoardDelta delta, DateTimeOffset now, bool whole = false)
    {
        if (_view is not null && ReferenceEquals(delta, BoardDelta.None))
        {
            Volatile.Write(ref _view, _view with { ReadAt = now });
            return;
        }

        var sequence = (_view?.Sequence ?? 0) + 1;
        if (!whole)
        {
            _log.Add(sequence, delta);
        }

        Volatile.Write(ref _view, new AlertBoardView(_state.Rows, now, _state.Truncated) { Counts = _state.Counts, Sequence = sequence, Log = _log });
    }

    private IEnumerable<AlertRow> Repeated(BoardRead read)
    {
        var changed = read.Rows.Select(r => r.Id).ToHashSet();
        foreach (var repeat in read.Repeats)
        {
            if (!changed.Contains(repeat.Id) && BoardState.Find(_state.Rows, repeat.Id) is { } row
                && (row.Count != repeat.Count || row.LastSeenAt != repeat.LastSeenAt || row.EndsAt != repeat.EndsAt))
            {
                yield return row with { Count = repeat.Count, LastSeenAt = repeat.LastSeenAt, EndsAt = repeat.EndsAt };
            }
        }
    }

    private void Swept(IReadOnlyList<Repeat> slice, DateTimeOffset now)
    {
        var end = slice.Count < BoardReader.Slice;
        (_sweptAt, _sweptTo) = (now, end ? 0 : slice[^1].Id);
        _leftToSweep = Math.Max(0, _leftToSweep - slice.Count - (end && slice.Count == 0 ? _leftToSweep : 0));
    }
}
