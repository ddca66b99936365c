namespace OpsBridge.Jobs.Secrets;

/// <summary>Settings under <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    /// <summary>
    /// File with the key that seals the secrets of jobs: 32 random bytes as Base64, mode 0600, made when it is missing; older keys below it. Never in
    /// the database, so that a dump of it opens nothing. Not set: <c>secrets.key</c> in the data folder.
    /// </summary>
    public string? KeyFile { get; set; }
}
