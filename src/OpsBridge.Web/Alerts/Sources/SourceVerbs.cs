namespace OpsBridge.Alerts.Sources;

/// <summary>What an admin can do to sources; one parameter for pages.</summary>
public sealed record SourceVerbs(
    CreateSource Create, ChangeSource Change, DeleteSource Delete, RotateSourceKey Rotate, RevokeSourceKey Revoke, DryRunMapping DryRun);
