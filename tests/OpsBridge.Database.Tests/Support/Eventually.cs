namespace OpsBridge.Support;

/// <summary>Waits for something that another process or PostgreSQL does, and fails by name when it does not come.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(90);

    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within 90 s.</exception>
    public static Task TrueAsync(string what, Func<bool> condition, CancellationToken ct) =>
        TrueAsync(what, () => Task.FromResult(condition()), ct);

    /// <summary>Returns when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within 90 s.</exception>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_giveUp)
            {
                throw new TimeoutException($"Did not come to pass: {what}");
            }

            await Task.Delay(s_lookAgain, TimeProvider.System, ct);
        }
    }
}
