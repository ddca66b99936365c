using Microsoft.Extensions.Logging;
using OpsBridge.Identity;

namespace OpsBridge.Jobs.Secrets;

/// <summary>Sees to the key of the job secrets when the process starts.</summary>
public sealed partial class PrepareSecretKey(SecretKey key, ISecretList secrets, ILogger<PrepareSecretKey> logger)
{
    private static readonly Actor s_self = Actor.Internal("jobs", Permissions.ManageCommands);

    /// <summary>Makes the key at the first start. Where secrets are stored already, a new key would only hide that theirs is missing.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        var view = await secrets.ReadAsync(s_self, ct);
        if (view.KeyFault is { } fault)
        {
            LogKey(fault);
        }
        else if (view.Secrets.Count == 0)
        {
            key.Prepare();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job secrets cannot be opened: {Reason}")]
    private partial void LogKey(string reason);
}
