using OpsBridge.Assets;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Roster;

/// <summary>Takes rosters in from a page.</summary>
public interface IRosterImports
{
    /// <summary>Judges a file or stores it; without a result, the answer in words says why.</summary>
    Task<(RosterImportResult? Result, ShiftAnswer Answer)> RunAsync(ReadOnlyMemory<byte> file, Guid? desk, ImportMode mode);
}

/// <inheritdoc cref="IRosterImports"/>
public sealed class RosterImports(ImportRoster import, CurrentActor current) : IRosterImports
{
    /// <inheritdoc />
    public async Task<(RosterImportResult? Result, ShiftAnswer Answer)> RunAsync(ReadOnlyMemory<byte> file, Guid? desk, ImportMode mode)
    {
        RosterImportResult? result = null;
        var answer = await DeskAnswers.TryAsync(current, async actor =>
        {
            result = await import.HandleAsync(file, desk, mode, actor, CancellationToken.None); // not given up by leaving the page
            return ShiftAnswer.Ok("Read.");
        });
        return (result, answer);
    }
}
