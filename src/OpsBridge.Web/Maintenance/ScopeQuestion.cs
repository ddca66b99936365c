namespace OpsBridge.Maintenance;

/// <summary>What a preview is asked: a scope and, for windows, a plan.</summary>
/// <param name="Scope">What to hide; null while it cannot be read.</param>
/// <param name="Plan">When; null for silences.</param>
public sealed record ScopeQuestion(MaintenanceScope? Scope, WindowDetails? Plan)
{
    /// <summary>Equal for questions with the same answer.</summary>
    public string Key => Scope is null ? "" : $"{string.Join(',', Scope.Matchers)}|{Scope.AssetId}|{Scope.SiteId}|{Plan?.Kind}|{Plan?.Cron}|{Plan?.Zone}|{Plan?.Lasts}";
}
