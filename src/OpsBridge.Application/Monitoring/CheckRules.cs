using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsBridge.Assets;
using OpsBridge.Data;
using OpsBridge.Network;

namespace OpsBridge.Monitoring;

/// <summary>What must hold between a check and the rest of the estate.</summary>
public sealed class CheckRules(TargetGuard guard)
{
    internal const string NameTaken = "Another check of this asset has that name.";

    /// <summary>Plain-word errors by field; empty when the check can be stored.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> ErrorsAsync(
        OpsDbContext db, Guid assetId, Guid? ownId, CheckDetails details, CancellationToken ct)
    {
        var errors = new Dictionary<string, string>(details.Validate(), StringComparer.Ordinal);
        if (!await db.Set<Asset>().AnyAsync(a => a.Id == assetId, ct))
        {
            errors[nameof(Check.AssetId)] = "Choose the asset that is checked.";
        }

        if (errors.Count == 0 && Refusal(details.Settings) is { } refusal)
        {
            errors[nameof(CheckDetails.Settings)] = refusal;
        }

        if (errors.Count == 0 && details.Settings is PluginSettings { Plugin: var plugin } && !await db.Set<PluginRegistration>().AnyAsync(p => p.Name == plugin, ct))
        {
            errors[nameof(CheckDetails.Settings)] = $"No plugin is registered as '{plugin}'. An admin registers plugins on the Plugins page.";
        }

        var name = details.Name?.Trim();
        if (!errors.ContainsKey(nameof(CheckDetails.Name)) && await db.Set<Check>().AnyAsync(c => c.AssetId == assetId && c.Name == name && c.Id != ownId, ct))
        {
            errors[nameof(CheckDetails.Name)] = NameTaken;
        }

        return errors;
    }

    /// <summary>Why a target written as an address may not be checked; a name is judged at every run, when it is resolved.</summary>
    internal string? Refusal(ProbeSettings settings)
    {
        var (host, port) = TargetOf(settings);
        return IPAddress.TryParse(host, out var address) && guard.Judge(address, port) is { Allowed: false, Reason: var reason }
            ? $"This target may not be checked: {reason}."
            : null;
    }

    /// <summary>Whether saving failed because another check of the asset took the name meanwhile.</summary>
    internal static bool IsNameTaken(DbUpdateException exception) => exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static (string? Host, int Port) TargetOf(ProbeSettings settings) => settings switch
    {
        PingSettings ping => (ping.Host, 0),
        TcpSettings tcp => (tcp.Host, tcp.Port),
        TlsSettings tls => (tls.Host, tls.Port),
        HttpSettings http => new Uri(http.Url) is var url ? (url.IdnHost.Trim('[', ']'), url.Port) : default,
        DnsSettings { Server: { } server } dns => (server, dns.Port),
        _ => (null, 0),
    };
}
