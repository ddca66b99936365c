using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <inheritdoc cref="ISourceDirectory"/>
public sealed class SourceDirectory(SourceBook book) : ISourceDirectory
{
    /// <inheritdoc />
    public async ValueTask<SourceProfile> FindAsync(Actor actor, string format, CancellationToken ct) =>
        (actor.Id is { } key ? await book.OfKeyAsync(key, ct) : null) ?? (await book.ReadAsync(ct)).OfFormat(format);
}
