using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OpsBridge.Data;
using OpsBridge.Identity;
using OpsBridge.Shifts.Handover;

namespace OpsBridge.Hosting;

/// <summary>The command <c>verify-handovers</c>: proves every sealed record of the database without starting the console.</summary>
internal static class ProveHandovers
{
    /// <summary>First argument that asks for it.</summary>
    public const string Command = "verify-handovers";

    /// <summary>Proves, prints what it found, and answers 0 when all is well and 2 when it is not.</summary>
    /// <exception cref="StartupException">The database cannot be reached.</exception>
    public static async Task<int> RunAsync(HostSettings settings, TextWriter output, CancellationToken ct)
    {
        await using var database = await DatabaseConnection.OpenAsync(settings, NullLoggerFactory.Instance, ct);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddData(database.ConnectionString)
            .AddSingleton<VerifyHandovers>().BuildServiceProvider();
        var verdict = await services.GetRequiredService<VerifyHandovers>().HandleAsync(Actor.Internal("OpsBridge", Permissions.ViewShifts), ct);
        foreach (var broken in verdict.Broken)
        {
            await output.WriteLineAsync($"{broken.HandoverId}: {broken.What}");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{verdict.Records} sealed handovers, {verdict.Additions} additions: {(verdict.Broken.Count == 0 ? "all as they were written" : $"{verdict.Broken.Count} faults")}"));
        return verdict.Broken.Count == 0 ? 0 : 2;
    }
}
