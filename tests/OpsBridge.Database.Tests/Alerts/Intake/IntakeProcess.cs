using System.Diagnostics;
using System.Globalization;

namespace OpsBridge.Alerts.Intake;

/// <summary>
/// A process of its own that runs the intake and sends to it, to be killed with SIGKILL at any moment. It starts up to the
/// point where it could send, waits for a line on standard input with the batches to repeat, and says on standard output
/// what it tries and what was answered as stored.
/// </summary>
internal sealed class IntakeProcess : IDisposable
{
    public const string Command = "--intake-process";

    private const int Senders = 4;
    private const int BatchSize = 16;

    private readonly Process _process;

    private IntakeProcess(Process process) => _process = process;

    /// <summary>Batches that were answered as stored.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Batches that were sent; what is not acknowledged may or may not be stored.</summary>
    public HashSet<string> Tried { get; } = new(StringComparer.Ordinal);

    public static IntakeProcess Start(string connectionString, string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(IntakeProcess).Assembly.Location); // run as "dotnet tests.dll"
        }

        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(connectionString);
        start.ArgumentList.Add(name);
        return new IntakeProcess(Process.Start(start)!);
    }

    /// <summary>The names in a batch.</summary>
    public static IEnumerable<string> NamesOf(string batch) => Enumerable.Range(0, BatchSize).Select(i => $"{batch}-{i}");

    /// <summary>Whether a name of a batch is resolved in the batch after it.</summary>
    public static bool IsResolved(string name) => name.EndsWith("-3", StringComparison.Ordinal);

    /// <summary>Lets it send, kills it so long after its first answer, and reads what it had said until then.</summary>
    public async Task<IReadOnlyList<string>> RunAndKillAsync(IReadOnlyList<string> repeat, TimeSpan after, CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', repeat).AsMemory(), ct);
        var killing = Task.CompletedTask;
        while (await _process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (!line.EndsWith('.'))
            {
                continue; // killed in the middle of a word
            }

            var (verb, batch) = (line[..3], line[4..^1]);
            if (verb == "try")
            {
                Tried.Add(batch);
                continue;
            }

            Acknowledged.Add(batch);
            if (Acknowledged.Count == 1)
            {
                killing = KillAsync(after, ct);
            }
        }

        await killing;
        await _process.WaitForExitAsync(ct);
        var errors = await _process.StandardError.ReadToEndAsync(ct);
        return errors.Length == 0 ? [.. Tried.Except(Acknowledged, StringComparer.Ordinal)] : throw new InvalidOperationException(errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>The body of the process.</summary>
    public static async Task<int> RunAsync(string connectionString, string name)
    {
        await using var intake = await RunningIntake.StartAsync(connectionString);
        var repeat = (await Console.In.ReadLineAsync())?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        using var gate = new SemaphoreSlim(1);
        foreach (var batch in repeat)
        {
            await SendAsync(intake, gate, batch, Fires(batch));
        }

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async sender =>
        {
            var previous = "";
            for (var i = 0; ; i++)
            {
                var batch = string.Create(CultureInfo.InvariantCulture, $"{name}-{sender}-{i}");
                IEnumerable<IncomingEvent> old = previous.Length == 0 ? [] : NamesOf(previous).Select(n => IsResolved(n) ? RunningIntake.Resolve(n) : RunningIntake.Fire(n));
                await SendAsync(intake, gate, batch, [.. Fires(batch), .. old]);
                previous = batch;
            }
        }));
        return 0;
    }

    private static IncomingEvent[] Fires(string batch) => [.. NamesOf(batch).Select(n => RunningIntake.Fire(n))];

    private static async Task SendAsync(RunningIntake intake, SemaphoreSlim gate, string batch, IncomingEvent[] events)
    {
        await SayAsync(gate, $"try {batch}.");
        while (await intake.SendAsync(events) is not IntakeResult.Stored)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        await SayAsync(gate, $"ack {batch}.");
    }

    private static async Task SayAsync(SemaphoreSlim gate, string line)
    {
        await gate.WaitAsync();
        try
        {
            await Console.Out.WriteLineAsync(line);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task KillAsync(TimeSpan after, CancellationToken ct)
    {
        await Task.Delay(after, TimeProvider.System, ct);
        _process.Kill(); // SIGKILL
    }
}
