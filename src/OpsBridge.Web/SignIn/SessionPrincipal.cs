using System.Security.Claims;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>How sessions, keys and screens become principals; <see cref="ActorClaims.Read"/> is the way back.</summary>
internal static class SessionPrincipal
{
    private const string SessionId = "opsbridge:session";

    public static ClaimsPrincipal Of(SessionAccount session, IEnumerable<string>? withheld = null) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, session.AccountId.ToString()),
            new Claim(ClaimTypes.Name, session.Name),
            new Claim(ClaimTypes.Role, session.Role.ToString()),
            new Claim(ActorClaims.Role, session.Role.ToString()),
            new Claim(SessionId, session.SessionId.ToString()),
            .. (withheld ?? []).Select(permission => new Claim(ActorClaims.Withheld, permission)),
        ],
        Schemes.Session));

    public static ClaimsPrincipal Of(Actor actor, string scheme) => new(new ActorIdentity(
        actor,
        [
            new Claim(ClaimTypes.NameIdentifier, actor.Id.ToString()!),
            new Claim(ClaimTypes.Name, actor.Name),
            .. actor.Granted.Select(permission => new Claim(ActorClaims.Permission, permission)),
        ],
        scheme));

    /// <summary>The session of a signed-in person; null for keys, screens and strangers.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(SessionId), out var id) ? id : null;

    /// <summary>The link of a wallboard screen; null for everybody else.</summary>
    public static Guid? ScreenOf(ClaimsPrincipal? principal) =>
        principal?.Identity?.AuthenticationType == Schemes.Wall && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
}
