using OpsBridge.Identity;
using OpsBridge.SignIn;

namespace OpsBridge.Jobs;

/// <summary>How it went.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="Tone">ok or warning.</param>
public sealed record JobAnswer(string Text, string Tone)
{
    /// <summary>Plain words by field; empty unless a form was wrong.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Key of what was stored or started; null where there is none.</summary>
    public Guid? Id { get; init; }

    /// <summary>Somebody else had changed it first.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool Done => Tone == "ok";

    /// <summary>It is done.</summary>
    public static JobAnswer Ok(string text, Guid? id = null) => new(text, "ok") { Id = id };

    /// <summary>It is not done.</summary>
    public static JobAnswer No(string text, Guid? id = null) => new(text, "warning") { Id = id };

    /// <summary>A field is wrong.</summary>
    public static JobAnswer Wrong(IReadOnlyDictionary<string, string> errors) => new("Nothing is stored yet: see the marked fields.", "warning") { Errors = errors };

    /// <summary>Acts as the viewer; what is refused or out of reach is an answer, too.</summary>
    internal static async Task<JobAnswer> OfAsync(CurrentActor current, Func<Actor, Task<JobAnswer>> act)
    {
        try
        {
            return await act(await current.GetAsync());
        }
        catch (PermissionDeniedException)
        {
            return No("Your role does not allow this. Ask a supervisor.");
        }
        catch (Exception exception) when (SessionCheck.IsOutage(exception))
        {
            return No("The database does not answer. Look again when it does: it may or may not have been done.");
        }
    }
}
