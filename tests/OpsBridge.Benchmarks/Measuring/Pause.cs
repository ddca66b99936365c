namespace OpsBridge.Measuring;

/// <summary>Waiting, on the real clock: a benchmark measures time.</summary>
internal static class Pause
{
    /// <summary>Lets time pass.</summary>
    public static Task ForAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It was not within the limit.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSo, TimeSpan limit, string what, TimeSpan? every = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"{what}: not within {limit}.");
            }

            await ForAsync(every ?? TimeSpan.FromMilliseconds(100));
        }
    }
}
