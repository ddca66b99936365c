using System.Threading.Channels;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// Where batches wait for the writer, bounded in events. A source may hold at most as many as remain free for the others
/// (so one alone holds half, two a third each, and there is always room for a newcomer); the writer takes from the sources
/// in turn, so that a storm of one delays the others by a group and no more.
/// </summary>
internal sealed class IntakeQueue(int capacity)
{
    private const int Turn = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid?, string), Lane> _lanes = [];
    private readonly Queue<Lane> _turns = new();
    private readonly Channel<bool> _arrivals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _held;

    /// <summary>Events that wait.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>Something waits, or <see cref="Wake"/> was called.</summary>
    public ChannelReader<bool> Arrivals => _arrivals.Reader;

    /// <summary>Takes a batch or refuses it at once; never waits.</summary>
    /// <param name="request">The batch.</param>
    /// <param name="ownFault">When refused: whether this source holds more than its share.</param>
    public bool TryAdd(IntakeRequest request, out bool ownFault)
    {
        lock (_gate)
        {
            var lane = LaneOf(request.Source);
            var free = capacity - _held;
            var fits = lane.Held + request.Waiting <= free || (lane.Held == 0 && (request.Waiting <= free || _held == 0));
            ownFault = !fits && lane.Held > 0 && lane.Held >= _held / Math.Max(1, _turns.Count);
            if (!fits)
            {
                Forget(lane);
                return false;
            }

            if (lane.Requests.Count == 0)
            {
                _turns.Enqueue(lane);
            }

            lane.Requests.Enqueue(request);
            lane.Held += request.Waiting;
            _held += request.Waiting;
        }

        Wake();
        return true;
    }

    /// <summary>Hands over up to so many events, from the sources in turn; each batch in its order.</summary>
    public void Take(List<PreparedEvent> into, int most)
    {
        lock (_gate)
        {
            while (into.Count < most && _turns.TryDequeue(out var lane))
            {
                var left = Math.Min(Turn, most - into.Count);
                while (left > 0 && lane.Requests.TryPeek(out var request))
                {
                    var taken = request.Take(into, left);
                    (left, lane.Held, _held) = (left - taken, lane.Held - taken, _held - taken);
                    if (request.Waiting == 0)
                    {
                        lane.Requests.Dequeue();
                    }
                }

                if (lane.Requests.Count > 0)
                {
                    _turns.Enqueue(lane);
                }
                else
                {
                    Forget(lane);
                }
            }
        }
    }

    /// <summary>Refuses everything that waits.</summary>
    public void RefuseAll(IntakeResult why)
    {
        lock (_gate)
        {
            foreach (var request in _turns.SelectMany(lane => lane.Requests))
            {
                request.Refuse(why);
            }

            _turns.Clear();
            _lanes.Clear();
            _held = 0;
        }
    }

    /// <summary>Lets the writer look, whether something waits or not.</summary>
    public void Wake() => _arrivals.Writer.TryWrite(true);

    private Lane LaneOf(SourceProfile source)
    {
        var key = (source.Id, source.Name);
        if (!_lanes.TryGetValue(key, out var lane))
        {
            _lanes.Add(key, lane = new Lane(key));
        }

        return lane;
    }

    private void Forget(Lane lane)
    {
        if (lane.Requests.Count == 0)
        {
            _lanes.Remove(lane.Key);
        }
    }

    private sealed class Lane((Guid?, string) key)
    {
        public (Guid?, string) Key => key;

        public Queue<IntakeRequest> Requests { get; } = new();

        public int Held { get; set; }
    }
}
