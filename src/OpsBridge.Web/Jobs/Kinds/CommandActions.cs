using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Kinds;

/// <summary>What an admin can do to registered commands from a page; every answer is in words.</summary>
public interface ICommandActions
{
    /// <summary>Signs a file off; <paramref name="takes"/> of null leaves what was said about its arguments.</summary>
    Task<JobAnswer> RegisterAsync(string name, string path, string? takes);

    /// <summary>Takes one back.</summary>
    Task<JobAnswer> RemoveAsync(string name);
}

/// <inheritdoc cref="ICommandActions"/>
public sealed class CommandActions(RegisterCommand register, RemoveCommand remove, CurrentActor current) : ICommandActions
{
    /// <inheritdoc />
    public Task<JobAnswer> RegisterAsync(string name, string path, string? takes) => JobAnswer.OfAsync(current, async actor =>
        await register.HandleAsync(name, path, takes, actor, CancellationToken.None) switch
        {
            RegisterCommandResult.Done done => JobAnswer.Ok($"Registered {name}, SHA-256 {done.Sha256[..12]}…"),
            RegisterCommandResult.Invalid invalid => JobAnswer.Wrong(new Dictionary<string, string>(StringComparer.Ordinal) { [invalid.Field] = invalid.Reason }),
            _ => throw new InvalidOperationException("An answer of a kind that does not exist."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RemoveAsync(string name) => JobAnswer.OfAsync(current, async actor =>
        await remove.HandleAsync(name, actor, CancellationToken.None) switch
        {
            RemoveCommandResult.Done => JobAnswer.Ok($"Removed {name}."),
            RemoveCommandResult.InUse used => JobAnswer.No($"{name} stays: jobs use it ({string.Join(", ", used.Jobs.Take(5))}). Change them first."),
            _ => JobAnswer.No($"{name} had been removed already."),
        });
}
