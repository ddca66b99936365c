namespace OpsBridge.Alerts.Intake;

/// <summary>Settings of the intake of outside events, section <c>Intake</c> of the configuration.</summary>
public sealed class IntakeOptions
{
    /// <summary>Events that may wait to be stored, all sources together; a source may hold as many as are still free. 1,000 to 1,000,000.</summary>
    public int QueueCapacity { get; set; } = 50_000;

    /// <summary>Events stored in one transaction at most; 1 to 10,000.</summary>
    public int GroupSize { get; set; } = 2_000;

    /// <summary>Days that events are kept as they were received.</summary>
    public int KeepEventsDays { get; set; } = 30;

    /// <summary>Days that messages in quarantine are kept.</summary>
    public int KeepQuarantineDays { get; set; } = 30;

    /// <summary>Messages that quarantine keeps per source and UTC day; more are only counted.</summary>
    public int QuarantineMessagesPerDay { get; set; } = 1_000;

    /// <summary>Bytes that quarantine keeps per source and UTC day; more are only counted.</summary>
    public long QuarantineBytesPerDay { get; set; } = 16 * 1024 * 1024;
}
