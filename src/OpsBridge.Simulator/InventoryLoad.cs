namespace OpsBridge.Simulator;

/// <summary>What the inventory's queue looks like at one instant.</summary>
/// <param name="RequestsPerSecond">Load on the pool.</param>
/// <param name="Utilisation">Share of the pool's capacity in use; above 1 it is saturated; at most 10.</param>
/// <param name="ResponseMilliseconds">Mean answer time of a pool member.</param>
/// <param name="RejectedPercent">Percent of the requests answered 503 because the queue is full.</param>
/// <param name="PeakShare">How far the load is between night (0) and the scripted peak (1).</param>
public sealed record InventoryReading(
    double RequestsPerSecond, double Utilisation, double ResponseMilliseconds, double RejectedPercent, double PeakShare);

/// <summary>
/// The load on the inventory pool and the answer time that follows from it. Both settle over time: a queue fills, it does not jump.
/// Whoever changes the peak or the pool reads first, so that the time before the change is counted with the old state.
/// </summary>
internal sealed class InventoryLoad
{
    private static readonly TimeSpan s_loadSettles = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_queueFills = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan s_queueDrains = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Func<int> _members;
    private readonly double _timeScale;
    private readonly TimeZoneInfo _zone;
    private readonly SettlingValue _load;
    private readonly SettlingValue _response;
    private bool _peak;

    public InventoryLoad(TimeProvider clock, Func<int> servingMembers, double timeScale)
    {
        _clock = clock;
        _members = servingMembers;
        _timeScale = timeScale;
        _zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");
        var now = clock.GetUtcNow();
        var load = DailyLoad(now);
        _load = new SettlingValue(load, now);
        _response = new SettlingValue(QueueModel.ResponseMilliseconds(QueueModel.Utilisation(load, servingMembers())), now);
    }

    /// <summary>Brings load and queue to the present.</summary>
    public InventoryReading Read()
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            var load = _load.Move(_peak ? LoadProfile.PeakLoad : DailyLoad(now), s_loadSettles / _timeScale, now);
            var utilisation = QueueModel.Utilisation(load, _members());
            var target = QueueModel.ResponseMilliseconds(utilisation);
            var pace = target > _response.Value ? s_queueFills : s_queueDrains;
            var response = _response.Move(target, pace / _timeScale, now);
            var rejected = response > QueueModel.CapMilliseconds * 0.6 ? QueueModel.RejectedPercent(utilisation) : 0;
            var share = (load - LoadProfile.NightLoad) / (LoadProfile.PeakLoad - LoadProfile.NightLoad);
            return new InventoryReading(load, utilisation, response, rejected, Math.Clamp(share, 0, 1));
        }
    }

    /// <summary>Starts or ends the scripted peak; the load follows within half a minute.</summary>
    public void SetPeak(bool peak)
    {
        Read();
        lock (_lock)
        {
            _peak = peak;
        }
    }

    private double DailyLoad(DateTimeOffset now) =>
        LoadProfile.At(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, _zone).DateTime));
}
