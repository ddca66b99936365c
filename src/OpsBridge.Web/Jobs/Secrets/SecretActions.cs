using OpsBridge.SignIn;

namespace OpsBridge.Jobs.Secrets;

/// <summary>What an admin can do to the secrets of jobs from a page; every answer is in words, and none holds a value.</summary>
public interface ISecretActions
{
    /// <summary>Adds one, or replaces its value.</summary>
    Task<JobAnswer> SaveAsync(string name, string value);

    /// <summary>Removes one that no job uses.</summary>
    Task<JobAnswer> RemoveAsync(string name);

    /// <summary>Seals all with a new key, or carries on a rotation that broke off.</summary>
    /// <param name="progress">Told how many are sealed with the newest key, and of how many.</param>
    Task<JobAnswer> RotateAsync(Action<int, int> progress);
}

/// <inheritdoc cref="ISecretActions"/>
public sealed class SecretActions(SaveSecret save, RemoveSecret remove, RotateSecretKey rotate, CurrentActor current) : ISecretActions
{
    /// <inheritdoc />
    public Task<JobAnswer> SaveAsync(string name, string value) => JobAnswer.OfAsync(current, async actor =>
        await save.HandleAsync(name, value, actor, CancellationToken.None) switch
        {
            SaveSecretResult.Done { Replaced: true } => JobAnswer.Ok($"Replaced {name}."),
            SaveSecretResult.Invalid invalid => JobAnswer.Wrong(invalid.Errors),
            _ => JobAnswer.Ok($"Added {name}."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RemoveAsync(string name) => JobAnswer.OfAsync(current, async actor =>
        await remove.HandleAsync(name, actor, CancellationToken.None) switch
        {
            RemoveSecretResult.Done => JobAnswer.Ok($"Removed {name}."),
            RemoveSecretResult.InUse used => JobAnswer.No($"{name} stays: jobs use it ({string.Join(", ", used.Jobs.Take(5))}). Change them first."),
            _ => JobAnswer.No($"{name} had been removed already."),
        });

    /// <inheritdoc />
    public Task<JobAnswer> RotateAsync(Action<int, int> progress) => JobAnswer.OfAsync(current, async actor =>
        await rotate.HandleAsync(progress, actor, CancellationToken.None) switch
        {
            RotateSecretKeyResult.Done done => JobAnswer.Ok($"Sealed {done.Resealed} secrets with the new key. Keep a copy of the key file."),
            RotateSecretKeyResult.Unreadable lost => JobAnswer.No($"Nothing was changed: {string.Join(", ", lost.Names.Take(5))} cannot be opened with this key file. Put the right file back, or set them anew."),
            RotateSecretKeyResult.NoKey no => JobAnswer.No(no.Why),
            _ => JobAnswer.No("Somebody rotates the key at this moment."),
        });
}
