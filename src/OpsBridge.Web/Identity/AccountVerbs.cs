namespace OpsBridge.Identity;

/// <summary>What an admin can do to accounts; one parameter for the page.</summary>
public sealed record AccountVerbs(
    CreateAccount Create, ChangeRole ChangeRole, DisableAccount Disable, EnableAccount Enable, ResetPassword Reset, EndSessions EndSessions);
