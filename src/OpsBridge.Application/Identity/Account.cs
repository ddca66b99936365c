using Microsoft.AspNetCore.Identity;

namespace OpsBridge.Identity;

/// <summary>Somebody who may sign in.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>What the account is for.</summary>
    public Role Role { get; set; }

    /// <summary>Since when it may no longer sign in; null while it may.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Its last sign-in (UTC).</summary>
    public DateTimeOffset? LastSignInAt { get; set; }
}
