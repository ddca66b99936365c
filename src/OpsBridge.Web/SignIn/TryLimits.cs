using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace OpsBridge.SignIn;

/// <summary>How often one address may try a secret. Accounts have their own back-off; this stops trying many accounts.</summary>
internal static class TryLimits
{
    private const int TriesPerMinute = 20;
    private const int BeatsPerMinute = 1_200;
    private const int CalendarsPerMinute = 60;
    private const int PingsPerMinute = 6_000; // of all jobs behind one address
    private const int PingsOfOnePerMinute = 1_500;
    private const int CallsPerMinute = 3_000; // of the management API, with whatever keys, behind one address
    private const int CallsOfOnePerMinute = 600;
    private static readonly string[] s_forms = ["/sign-in", "/claim", "/setup", "/account/password"];

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, ct) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await context.HttpContext.Response.WriteAsync("Too many tries from this address. Wait a minute.", ct);
        };
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            ByAddress(),
            PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request switch
            {
                var r when PingOf(r) is { } ping => PerMinute($"ping of {ping}", PingsOfOnePerMinute),
                var r when IsManagement(r) && KeyOf(r) is { } key => PerMinute($"calls of {key}", CallsOfOnePerMinute),
                _ => RateLimitPartition.GetNoLimiter("others"),
            }));
    }

    private static PartitionedRateLimiter<HttpContext> ByAddress() =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request switch
        {
            var r when IsTry(r) => PerMinute(Address(context), TriesPerMinute),
            var r when r.Path.StartsWithSegments("/heartbeat", StringComparison.OrdinalIgnoreCase) => PerMinute($"heartbeat {Address(context)}", BeatsPerMinute),
            var r when r.Path.StartsWithSegments("/calendar", StringComparison.OrdinalIgnoreCase) => PerMinute($"calendar {Address(context)}", CalendarsPerMinute),
            var r when IsManagement(r) => PerMinute($"calls {Address(context)}", CallsPerMinute),
            var r when PingOf(r) is not null => PerMinute($"ping {Address(context)}", PingsPerMinute),
            _ => RateLimitPartition.GetNoLimiter("others"),
        });

    private static bool IsManagement(HttpRequest request) => request.Path.StartsWithSegments("/api/v3", StringComparison.OrdinalIgnoreCase);

    /// <summary>The key that a call of the management API shows in its head; null when there is none: it may stand in the body.</summary>
    private static string? KeyOf(HttpRequest request) => request.Headers["X-Api-Key"] is [{ Length: > 0 and <= 200 } key, ..] ? key : null;

    /// <summary>The id, or the key and slug, that a ping is for; null for every other request.</summary>
    private static string? PingOf(HttpRequest request)
    {
        var parts = (request.Path.Value ?? "").Split('/', 5, StringSplitOptions.RemoveEmptyEntries);
        var rest = parts is ["ping", ..] ? parts[1..] : parts is [{ Length: 36 } code, ..] && Guid.TryParse(code, out _) || parts is [['p', 'k', '_', ..], _, ..] ? parts : [];
        return rest.Length == 0 ? null : Guid.TryParse(rest[0], out _) || rest.Length == 1 ? rest[0] : $"{rest[0]}/{rest[1]}";
    }

    private static RateLimitPartition<string> PerMinute(string key, int permits) => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
    {
        PermitLimit = permits,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = 6,
        QueueLimit = 0,
    });

    private static bool IsTry(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) && s_forms.Any(form => request.Path.Equals(form, StringComparison.OrdinalIgnoreCase)))
        || (request.Path.StartsWithSegments("/wall", StringComparison.OrdinalIgnoreCase, out var token) && token.HasValue);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
