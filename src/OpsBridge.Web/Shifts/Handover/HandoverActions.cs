using Npgsql;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts.Handover;

/// <summary>What a page does with handovers; every answer is in words, also when the database is away.</summary>
public interface IHandoverActions
{
    /// <summary>Takes a step.</summary>
    /// <param name="id">The handover.</param>
    /// <param name="step">What to do.</param>
    /// <param name="password">For the three signatures.</param>
    /// <param name="ct">Gives up.</param>
    Task<HandoverOutcome> TakeAsync(Guid id, HandoverStep step, string? password, CancellationToken ct);

    /// <summary>Opens a handover by hand.</summary>
    Task<OpenHandoverResult> OpenAsync(Guid desk, DateTimeOffset at, CancellationToken ct);
}

/// <inheritdoc cref="IHandoverActions"/>
public sealed class HandoverActions(MoveHandover move, OpenHandover open, CurrentActor current) : IHandoverActions
{
    private const string NotAllowed = "Your role does not allow this. Ask an administrator.";
    private const string Away = "The database does not answer. What you wrote stays on the screen; try again in a moment.";

    /// <inheritdoc />
    public async Task<HandoverOutcome> TakeAsync(Guid id, HandoverStep step, string? password, CancellationToken ct)
    {
        try
        {
            return await move.HandleAsync(id, step, password, await current.GetAsync(), ct);
        }
        catch (PermissionDeniedException)
        {
            return new HandoverOutcome.Refused(NotAllowed);
        }
        catch (Exception exception) when (IsDatabase(exception))
        {
            return new HandoverOutcome.Refused(Away);
        }
    }

    /// <inheritdoc />
    public async Task<OpenHandoverResult> OpenAsync(Guid desk, DateTimeOffset at, CancellationToken ct)
    {
        try
        {
            return await open.HandleAsync(desk, at, await current.GetAsync(), ct);
        }
        catch (PermissionDeniedException)
        {
            return new OpenHandoverResult.Refused(NotAllowed);
        }
        catch (Exception exception) when (IsDatabase(exception))
        {
            return new OpenHandoverResult.Refused(Away);
        }
    }

    private static bool IsDatabase(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is NpgsqlException or TimeoutException)
            {
                return true;
            }
        }

        return false;
    }
}
