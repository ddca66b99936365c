using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace OpsBridge.SignIn;

/// <summary>How often one address may try a secret. Accounts have their own back-off; this stops trying many accounts.</summary>
internal static class TryLimits
{
    private const int TriesPerMinute = 20;
    private const int BeatsPerMinute = 1_200;
    private const int CalendarsPerMinute = 60;
    private static readonly string[] s_forms = ["/sign-in", "/claim", "/setup", "/account/password"];

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = async (context, ct) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            await context.HttpContext.Response.WriteAsync("Too many tries from this address. Wait a minute.", ct);
        };
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.Request switch
        {
            var r when IsTry(r) => PerMinute(Address(context), TriesPerMinute),
            var r when r.Path.StartsWithSegments("/heartbeat", StringComparison.OrdinalIgnoreCase) => PerMinute($"heartbeat {Address(context)}", BeatsPerMinute),
            var r when r.Path.StartsWithSegments("/calendar", StringComparison.OrdinalIgnoreCase) => PerMinute($"calendar {Address(context)}", CalendarsPerMinute),
            _ => RateLimitPartition.GetNoLimiter("others"),
        });
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
