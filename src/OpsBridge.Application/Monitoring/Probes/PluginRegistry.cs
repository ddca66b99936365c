using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace OpsBridge.Monitoring.Probes;

/// <summary>The plugins that may run, replaced as a whole when an admin changes them.</summary>
public sealed class PluginRegistry
{
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, string Hash)> _hashes = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, RegisteredPlugin> _plugins = FrozenDictionary<string, RegisteredPlugin>.Empty;

    /// <summary>Takes over the registered plugins; invalid registrations are left out, a later one of the same name wins.</summary>
    public void Replace(IEnumerable<RegisteredPlugin> plugins) =>
        _plugins = plugins.Where(p => p.Validate().Count == 0).GroupBy(p => p.Name, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    /// <summary>The plugin of that name whose file is the one that was signed off, or why it may not run.</summary>
    public (RegisteredPlugin? Plugin, string? Error) Find(string name)
    {
        if (!_plugins.TryGetValue(name, out var plugin))
        {
            return (null, $"no plugin is registered as '{name}'");
        }

        if (plugin.Sha256 is null)
        {
            return (plugin, null);
        }

        try
        {
            return string.Equals(HashOf(plugin.Path), plugin.Sha256, StringComparison.OrdinalIgnoreCase)
                ? (plugin, null)
                : (null, $"the file of plugin '{name}' is not the one that was registered (its SHA-256 differs)");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file of plugin '{name}' cannot be read: {e.Message}");
        }
    }

    private string HashOf(string path)
    {
        var file = new FileInfo(path);
        if (_hashes.TryGetValue(path, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Hash;
        }

        using var stream = file.OpenRead();
        var hash = Convert.ToHexString(SHA256.HashData(stream));
        _hashes[path] = (file.LastWriteTimeUtc, file.Length, hash);
        return hash;
    }
}
