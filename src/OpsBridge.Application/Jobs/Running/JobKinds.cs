using OpsBridge.Jobs.Kinds;

namespace OpsBridge.Jobs.Running;

/// <summary>The kinds that this process can run, by their word.</summary>
public sealed class JobKinds(IEnumerable<IJobKind> kinds)
{
    private readonly Dictionary<string, IJobKind> _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>The kind; null when this process has none of that word.</summary>
    public IJobKind? Find(string word) => _kinds.GetValueOrDefault(word);
}
