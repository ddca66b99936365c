using System.Collections.Frozen;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>Who looks at this circuit. Asked anew for each action, because rights can change while a page is open.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    /// <summary>The signed-in actor; one without any permission when nobody is signed in.</summary>
    public async Task<Actor> GetAsync() => ActorClaims.Read((await authentication.GetAuthenticationStateAsync()).User);
}

/// <summary>How an actor travels in a <see cref="ClaimsPrincipal"/>.</summary>
public static class ActorClaims
{
    /// <summary>Claim type of the role (accounts).</summary>
    public const string Role = "opsbridge:role";

    /// <summary>Claim type of one granted permission (API keys, wallboard links).</summary>
    public const string Permission = "opsbridge:permission";

    /// <summary>Claim type of one permission that the role has and the account does not, for as long as it is not on watch.</summary>
    public const string Withheld = "opsbridge:withheld";

    /// <summary>The actor that a principal stands for.</summary>
    public static Actor Read(ClaimsPrincipal principal)
    {
        if (principal.Identity is ActorIdentity { Who: { } actor })
        {
            return actor;
        }

        var name = principal.Identity?.Name ?? "anonymous";
        Guid? id = Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var parsed) ? parsed : null;
        if (principal.Identity?.IsAuthenticated != true)
        {
            return Actor.Internal(name);
        }

        return Enum.TryParse<Role>(principal.FindFirstValue(Role), out var role)
            ? Without(Actor.InRole(id, name, role), principal.FindAll(Withheld).Select(c => c.Value).ToHashSet(StringComparer.Ordinal))
            : Actor.Internal(name, principal.FindAll(Permission).Select(c => c.Value).ToArray()) with { Id = id };
    }

    private static Actor Without(Actor actor, HashSet<string> withheld) =>
        withheld.Count == 0 ? actor : actor with { Granted = actor.Granted.Where(p => !withheld.Contains(p)).ToFrozenSet(StringComparer.Ordinal) };
}

/// <summary>Claims that still have the actor they were made of: within one request nobody has to read them back.</summary>
internal sealed class ActorIdentity(Actor actor, IEnumerable<Claim> claims, string scheme) : ClaimsIdentity(claims, scheme)
{
    /// <summary>Who it is.</summary>
    public Actor Who { get; } = actor;
}
