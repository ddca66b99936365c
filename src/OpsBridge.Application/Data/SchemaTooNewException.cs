namespace OpsBridge.Data;

/// <summary>The database holds a migration that this version does not know: an older OpsBridge was started on newer data.</summary>
public sealed class SchemaTooNewException(string migration)
    : Exception($"The database was written by a newer OpsBridge (migration {migration}). Start that version, or restore a backup made by this one.");
