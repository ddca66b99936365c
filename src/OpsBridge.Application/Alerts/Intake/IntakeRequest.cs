using OpsBridge.Identity;

namespace OpsBridge.Alerts.Intake;

/// <summary>One batch of one caller on its way to the disk. The queue and the writer take it in parts.</summary>
internal sealed class IntakeRequest
{
    private readonly TaskCompletionSource<IntakeResult?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PreparedEvent[] _events;
    private int _taken;
    private int _left;

    public IntakeRequest(SourceProfile source, Actor actor, PreparedEvent[] events)
    {
        (Source, By, _events, _left) = (source, actor with { Name = source.Name }, events, events.Length);
        foreach (var prepared in events)
        {
            prepared.Request = this;
        }
    }

    /// <summary>Where it came from.</summary>
    public SourceProfile Source { get; }

    /// <summary>Who did what it does, as history names it: the key that was used, under the name of the source.</summary>
    public Actor By { get; }

    /// <summary>Events that the writer has not taken from the queue yet.</summary>
    public int Waiting => _events.Length - _taken;

    /// <summary>It was refused after a part of it had been stored: the rest need not be.</summary>
    public bool IsRefused => _done.Task.IsCompleted;

    /// <summary>Null when every event is stored, else why not.</summary>
    public Task<IntakeResult?> Done => _done.Task;

    /// <summary>Hands over its next events; returns how many.</summary>
    public int Take(List<PreparedEvent> into, int most)
    {
        var count = Math.Min(most, Waiting);
        into.AddRange(_events.AsSpan(_taken, count));
        _taken += count;
        return count;
    }

    /// <summary>One more of its events is stored, or known to need no storing.</summary>
    public void Stored()
    {
        if (--_left == 0)
        {
            _done.TrySetResult(null);
        }
    }

    /// <summary>It cannot be stored now; what is stored of it stays, and is a repeat when the caller tries again.</summary>
    public void Refuse(IntakeResult why) => _done.TrySetResult(why);
}
