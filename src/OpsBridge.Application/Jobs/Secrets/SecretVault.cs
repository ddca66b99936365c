using Microsoft.EntityFrameworkCore;
using OpsBridge.Data;

namespace OpsBridge.Jobs.Secrets;

/// <summary>Opens secrets for the run that asks for them by name. Values stay in memory and are never logged.</summary>
public sealed class SecretVault(IDbContextFactory<OpsDbContext> contexts, SecretKey key)
{
    /// <summary>The values of these secrets, and what keeps them out of output.</summary>
    /// <exception cref="SecretKeyException">One is missing or cannot be opened; the message names it.</exception>
    internal async Task<OpenedSecrets> OpenAsync(IReadOnlyCollection<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return OpenedSecrets.None;
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var stored = await db.Set<JobSecret>().AsNoTracking().Where(s => names.Contains(s.Name)).ToDictionaryAsync(s => s.Name, StringComparer.Ordinal, ct);
        if (names.FirstOrDefault(n => !stored.ContainsKey(n)) is { } missing)
        {
            throw new SecretKeyException($"There is no secret '{missing}'. An admin adds it under Admin, Job secrets.");
        }

        var with = key.Read(make: false);
        return new OpenedSecrets(stored.ToDictionary(s => s.Key, s => s.Value.Open(with), StringComparer.Ordinal));
    }
}

/// <summary>Opened secrets of one run. Says nothing about them when printed.</summary>
internal sealed class OpenedSecrets(IReadOnlyDictionary<string, string> values)
{
    /// <summary>No secrets.</summary>
    public static OpenedSecrets None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Keeps them out of text.</summary>
    public Redactor Redactor { get; } = new([.. values.Values]);

    /// <summary>The value of one that was asked for.</summary>
    public string this[string name] => values[name];

    /// <inheritdoc />
    public override string ToString() => "(secrets)";
}
