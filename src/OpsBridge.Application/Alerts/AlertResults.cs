namespace OpsBridge.Alerts;

/// <summary>Answer of <see cref="AcknowledgeAlert"/>.</summary>
public abstract record AcknowledgeResult
{
    /// <summary>Acknowledged; it is the actor's when nobody owned it.</summary>
    public sealed record Done : AcknowledgeResult;

    /// <summary>The condition was gone already: seen, and therefore closed.</summary>
    public sealed record DoneAndClosed : AcknowledgeResult;

    /// <summary>Somebody was faster.</summary>
    public sealed record AlreadyAcknowledged(string By, DateTimeOffset At) : AcknowledgeResult;

    /// <summary>It is over.</summary>
    public sealed record AlreadyClosed : AcknowledgeResult;

    /// <summary>No such alert.</summary>
    public sealed record NotFound : AcknowledgeResult;
}

/// <summary>Answer of <see cref="TakeAlert"/>.</summary>
public abstract record TakeResult
{
    /// <summary>It is the actor's now.</summary>
    public sealed record Done(string? From) : TakeResult;

    /// <summary>It was the actor's already.</summary>
    public sealed record AlreadyYours : TakeResult;

    /// <summary>It is over.</summary>
    public sealed record AlreadyClosed : TakeResult;

    /// <summary>No such alert.</summary>
    public sealed record NotFound : TakeResult;
}

/// <summary>Answer of <see cref="CloseAlert"/>.</summary>
public abstract record CloseResult
{
    /// <summary>Closed.</summary>
    public sealed record Done : CloseResult;

    /// <summary>The condition still holds.</summary>
    public sealed record StillFiring : CloseResult;

    /// <summary>It was over already.</summary>
    public sealed record AlreadyClosed : CloseResult;

    /// <summary>No such alert.</summary>
    public sealed record NotFound : CloseResult;
}

/// <summary>Answer of <see cref="NoteAlert"/>.</summary>
public abstract record NoteResult
{
    /// <summary>Written.</summary>
    public sealed record Done : NoteResult;

    /// <summary>The text was empty or longer than 4000 characters.</summary>
    public sealed record Invalid(string Reason) : NoteResult;

    /// <summary>No such alert.</summary>
    public sealed record NotFound : NoteResult;
}
