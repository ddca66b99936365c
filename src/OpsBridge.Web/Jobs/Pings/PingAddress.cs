using System.Globalization;

namespace OpsBridge.Jobs.Pings;

/// <summary>What the address of a ping says: for whom, and what. The wire format is that of healthchecks.io.</summary>
/// <param name="Target">For whom; null when no job can have this address.</param>
/// <param name="Ping">What.</param>
/// <param name="Error">Text of a 400; null when the address is well formed.</param>
internal sealed record PingAddress(PingTarget? Target, IncomingPing Ping, string? Error)
{
    /// <summary>Text of the answer to a wrong exit status or slug.</summary>
    public const string BadUrl = "invalid url format";

    /// <summary>Text of the answer to a run id that is none.</summary>
    public const string BadRunId = "invalid uuid format";

    private const int MostExitCode = 255;

    /// <summary>Reads the parts of the path after <c>/ping</c> and the query.</summary>
    /// <param name="first">Id of the job, or ping key.</param>
    /// <param name="second">What it says after an id, the slug after a key; null when absent.</param>
    /// <param name="third">What it says after a slug; null when absent.</param>
    /// <param name="runId">Value of <c>rid</c>; null when absent.</param>
    /// <param name="create">Whether <c>create=1</c> is there.</param>
    public static PingAddress Read(string first, string? second, string? third, string? runId, bool create)
    {
        if (Guid.TryParseExact(first, "D", out var code) && third is null && Says(second) is { } said)
        {
            return Of(new PingTarget.ByCode(code), said, runId);
        }

        if (second is null || !IsSlug(first) || !IsSlug(second) || Says(third) is not { } meant)
        {
            return new PingAddress(null, new IncomingPing(PingKind.Success), null);
        }

        return second.Any(char.IsAsciiLetterUpper)
            ? new PingAddress(null, new IncomingPing(PingKind.Success), BadUrl)
            : Of(new PingTarget.BySlug(first, second, create), meant, runId);
    }

    private static PingAddress Of(PingTarget target, (PingKind Kind, int? Code) said, string? runId)
    {
        Guid? run = Guid.TryParseExact(runId, "D", out var parsed) ? parsed : null;
        var error = said.Code > MostExitCode ? BadUrl : runId is not null && run is null ? BadRunId : null;
        return new PingAddress(target, new IncomingPing(said.Kind) { ExitCode = said.Code, RunId = run }, error);
    }

    /// <summary>Null where the word is none that a ping can say.</summary>
    private static (PingKind Kind, int? Code)? Says(string? word) => word switch
    {
        null => (PingKind.Success, null),
        "start" => (PingKind.Start, null),
        "fail" => (PingKind.Fail, null),
        "log" => (PingKind.Log, null),
        _ when word.Length > 0 && word.All(char.IsAsciiDigit) =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (code == 0 ? PingKind.Success : PingKind.Fail, code) : (PingKind.Fail, int.MaxValue),
        _ => null,
    };

    private static bool IsSlug(string text) => text.Length is > 0 and <= 200 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
