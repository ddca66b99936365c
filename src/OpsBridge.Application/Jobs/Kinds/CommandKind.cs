using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;
using OpsBridge.Processes;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Runs a command that an admin registered, as long as its file is the one that was signed off.</summary>
public sealed class CommandKind(KindRun runs, ProgramRunner programs, IDbContextFactory<OpsDbContext> contexts) : IJobKind
{
    /// <inheritdoc />
    public string Name => "command";

    /// <inheritdoc />
    public Task<JobResult> RunAsync(JobAttempt attempt, CancellationToken ct) => runs.RunAsync<CommandSettings>(attempt, RunAsync, ct);

    private async Task<JobResult> RunAsync(KindScene<CommandSettings> scene, CancellationToken ct)
    {
        var command = await FindAsync(scene.Settings.Command, ct);
        ProgramRunner.KillLeftOvers(scene.Mark); // of an attempt whose process died
        var last = "";
        var call = new ProgramCall(command.Path, scene.Settings.Arguments)
        {
            Mark = scene.Mark,
            Environment =
            [
                .. scene.Settings.Secrets.Select(s => KeyValuePair.Create(s.Variable, s.AsFile ? scene.Hide(s.Variable, scene.Secrets[s.Secret]) : scene.Secrets[s.Secret])),
                KeyValuePair.Create("OPSBRIDGE_JOB", scene.Attempt.JobName),
                KeyValuePair.Create("OPSBRIDGE_NOMINAL_AT", scene.Attempt.NominalAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)),
            ],
        };
        var end = await programs.RunAsync(
            call,
            (isError, line) =>
            {
                last = line.Length > 0 ? line : last;
                scene.Output.Line(isError, line);
            },
            ct);
        return end switch
        {
            { Refusal: { } refusal } => new JobResult(false, refusal),
            { Good: true } => new JobResult(true, last.Length == 0 ? "ended with 0" : last, 0),
            { Code: > 128 } => new JobResult(false, $"killed by signal {end.Code - 128}{Said(last)}", end.Code),
            _ => new JobResult(false, $"ended with {end.Code}{Said(last)}", end.Code),
        };
    }

    private static string Said(string last) => last.Length == 0 ? "" : $": {last}";

    private async Task<JobCommand> FindAsync(string name, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var command = await db.Set<JobCommand>().AsNoTracking().SingleOrDefaultAsync(c => c.Name == name, ct)
            ?? throw new KindFault($"no command is registered as '{name}'", mayRetry: false);
        try
        {
            await using var file = File.OpenRead(command.Path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
            return hash == command.Sha256
                ? command
                : throw new KindFault($"the file of the command '{name}' is not the one that was registered (its SHA-256 differs)", mayRetry: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KindFault($"the file of the command '{name}' cannot be read: {e.Message}", mayRetry: false);
        }
    }
}
