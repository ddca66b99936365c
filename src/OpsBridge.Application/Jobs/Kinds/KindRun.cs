using OpsBridge.Jobs.Secrets;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What every kind does around its work: opens the secrets it may use, keeps them out of output, and turns faults into results.</summary>
public sealed class KindRun(SecretVault vault, JobsFolder folder)
{
    /// <summary>Runs the work of one attempt.</summary>
    internal async Task<JobResult> RunAsync<TSettings>(JobAttempt attempt, Func<KindScene<TSettings>, CancellationToken, Task<JobResult>> work, CancellationToken ct)
        where TSettings : JobSettings
    {
        if (attempt.Settings is not TSettings settings)
        {
            return new JobResult(false, $"the settings are of the kind '{attempt.Settings.Kind}'", MayRetry: false);
        }

        if (settings.Validate() is [var wrong, ..])
        {
            return new JobResult(false, $"the settings cannot run: {wrong.Words}", MayRetry: false);
        }

        var output = new CleanOutput(attempt, OpenedSecrets.None.Redactor);
        try
        {
            var secrets = await vault.OpenAsync([.. settings.SecretNames], ct);
            output = new CleanOutput(attempt, secrets.Redactor);
            using var scene = new KindScene<TSettings>(attempt, settings, secrets, output, folder.RunFiles);
            return output.Clean(await work(scene, ct));
        }
        catch (SecretKeyException e)
        {
            return new JobResult(false, e.Message, MayRetry: false);
        }
        catch (KindFault e)
        {
            return output.Clean(e.ToResult());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return output.Clean(FileFaults.ToResult(e));
        }
        catch (Exception e) when (e is not (OperationCanceledException or FenceLostException))
        {
            return output.Clean(new JobResult(false, e.Message)); // a surprise; its words must not tell a secret either
        }
    }
}

/// <summary>What the work of one attempt has at hand.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Settings">What to do.</param>
/// <param name="Secrets">The secrets that the settings name.</param>
/// <param name="Output">Where output goes.</param>
/// <param name="root">Folder for private files of runs.</param>
internal sealed record KindScene<TSettings>(JobAttempt Attempt, TSettings Settings, OpenedSecrets Secrets, CleanOutput Output, string root) : IDisposable
    where TSettings : JobSettings
{
    private readonly PrivateFiles _files = new(root, $"{Attempt.RunId:N}-{Attempt.Number}");

    /// <summary>Names the attempt among the processes of the machine.</summary>
    public string Mark => Attempt.RunId.ToString("N");

    /// <summary>A file that only this account can read and that is gone after the attempt.</summary>
    public string Hide(string name, string content) => _files.Write(name, content);

    /// <summary>A folder that only this account may enter and that is gone after the attempt.</summary>
    public string Room(string name) => _files.Room(name);

    /// <inheritdoc />
    public void Dispose() => _files.Dispose();
}

/// <summary>Where jobs keep their own files on this machine.</summary>
/// <param name="Root">The data folder.</param>
public sealed record JobsFolder(string Root)
{
    /// <summary>The folder of private files of runs.</summary>
    internal string RunFiles => Path.Combine(Root, "run");
}
