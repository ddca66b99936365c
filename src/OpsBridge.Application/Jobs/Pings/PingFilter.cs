using System.Text;

namespace OpsBridge.Jobs.Pings;

/// <summary>
/// Which words in the body of a ping say what it means, for senders that can only post their output. Keywords stand between commas and
/// letter case counts; they are looked for in this order: failure, success, start.
/// </summary>
public sealed record PingFilter
{
    /// <summary>No filter: the address says what a ping means.</summary>
    public static PingFilter None { get; } = new();

    /// <summary>Looks at the bodies of HTTP pings.</summary>
    public bool HttpBody { get; init; }

    /// <summary>Looks at subjects of mails. Kept for programs that set it; OpsBridge receives no mail.</summary>
    public bool Subject { get; init; }

    /// <summary>Looks at bodies of mails. Kept for programs that set it; OpsBridge receives no mail.</summary>
    public bool MailBody { get; init; }

    /// <summary>Where no word is found: a failure rather than nothing.</summary>
    public bool DefaultFail { get; init; }

    /// <summary>Words of a start.</summary>
    public string Start { get; init; } = "";

    /// <summary>Words of a success.</summary>
    public string Success { get; init; } = "";

    /// <summary>Words of a failure.</summary>
    public string Failure { get; init; } = "";

    /// <summary>What a ping means by its body.</summary>
    public PingKind Judge(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        return Has(text, Failure) ? PingKind.Fail
            : Has(text, Success) ? PingKind.Success
            : Has(text, Start) ? PingKind.Start
            : DefaultFail ? PingKind.Fail : PingKind.Ignored;
    }

    private static bool Has(string text, string words) =>
        words.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(word => text.Contains(word, StringComparison.Ordinal));
}
