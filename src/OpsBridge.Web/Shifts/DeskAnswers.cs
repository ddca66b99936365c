using Npgsql;
using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Shifts;

/// <summary>Answers in words also where something outside is wrong.</summary>
internal static class DeskAnswers
{
    /// <summary>Asks as whoever looks at the page; says so when they may not, or when the database is away.</summary>
    public static async Task<ShiftAnswer> TryAsync(CurrentActor current, Func<Actor, Task<ShiftAnswer>> ask)
    {
        try
        {
            return await ask(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return ShiftAnswer.No("Your account may not do that.");
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            return ShiftAnswer.No("The database does not answer; nothing has changed. Try again in a moment.");
        }
    }
}
