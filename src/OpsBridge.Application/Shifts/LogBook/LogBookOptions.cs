namespace OpsBridge.Shifts.LogBook;

/// <summary>Settings of the log book, section <c>LogBook</c> of the configuration.</summary>
public sealed class LogBookOptions
{
    /// <summary>The largest file that an entry takes, in megabytes of 1,048,576 bytes; 1 to 25, 10 unless set.</summary>
    public int AttachmentMegabytes { get; set; } = 10;

    /// <summary><see cref="AttachmentMegabytes"/> within its bounds, in bytes.</summary>
    public long AttachmentLimit => Math.Clamp(AttachmentMegabytes, 1, 25) * 1_048_576L;
}
