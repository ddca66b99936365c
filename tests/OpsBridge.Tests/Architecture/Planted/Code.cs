using Microsoft.Extensions.Configuration;

namespace Planted.Code;

public sealed class BrokenShapes
{
    private static int s_counter;

    public static string? Shared { get; set; }

    public static async void Forget() => await Task.Yield();

    public Action Later() => async () => await Task.Yield();

    public int Count() => ++s_counter;

    public async Task<int> LongAsync(int sum)
    {
        await Task.Yield();
        sum += 0 * sum;
        sum += 1 * sum;
        sum += 2 * sum;
        sum += 3 * sum;
        sum += 4 * sum;
        sum += 5 * sum;
        sum += 6 * sum;
        sum += 7 * sum;
        sum += 8 * sum;
        sum += 9 * sum;
        sum += 10 * sum;
        sum += 11 * sum;
        sum += 12 * sum;
        sum += 13 * sum;
        sum += 14 * sum;
        sum += 15 * sum;
        sum += 16 * sum;
        sum += 17 * sum;
        sum += 18 * sum;
        sum += 19 * sum;
        sum += 20 * sum;
        sum += 21 * sum;
        sum += 22 * sum;
        sum += 23 * sum;
        sum += 24 * sum;
        sum += 25 * sum;
        sum += 26 * sum;
        sum += 27 * sum;
        sum += 28 * sum;
        sum += 29 * sum;
        sum += 30 * sum;
        sum += 31 * sum;
        sum += 32 * sum;
        sum += 33 * sum;
        sum += 34 * sum;
        sum += 35 * sum;
        sum += 36 * sum;
        sum += 37 * sum;
        sum += 38 * sum;
        sum += 39 * sum;
        sum += 40 * sum;
        sum += 41 * sum;
        sum += 42 * sum;
        sum += 43 * sum;
        sum += 44 * sum;
        return sum;
    }
}

public sealed class Greedy(int a, int b, int c, int d, int e, int f, int g)
{
    public int All => a + b + c + d + e + f + g;
}

public sealed record Wide(int A, int B, int C, int D, int E, int F, int G);

public sealed class ThingManager;

public sealed class DatabaseOfThings;

public sealed class HostSettings(IConfiguration configuration)
{
    public string? Read(string argument) => argument switch
    {
        "--planted" => configuration["Planted:Key"],
        "--not an option" => Environment.GetEnvironmentVariable("PLANTED_VARIABLE"),
        _ => "OPSBRIDGE_PLANTED",
    };
}

public sealed class ThingsOptions
{
    public int KeepDays { get; set; } = 1;
}
