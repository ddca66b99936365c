using OpsBridge.Alerts.Intake;
using OpsBridge.Identity;

namespace OpsBridge.Alerts.Sources;

/// <inheritdoc cref="ISourceDirectory"/>
public sealed class SourceDirectory(SourceBook book) : ISourceDirectory
{
    /// <inheritdoc />
    public async ValueTask<SourceProfile> FindAsync(Actor actor, string format, CancellationToken ct) =>
        (await book.ReadAsync(ct)).ProfileOf(actor.Id, format);
}
