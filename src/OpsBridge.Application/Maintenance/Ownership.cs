using OpsBridge.Identity;

namespace OpsBridge.Maintenance;

/// <summary>Who may do what to something that has an owner.</summary>
internal static class Ownership
{
    /// <summary>Whether the actor may prolong or rewrite it: its owner, or who oversees silences and windows.</summary>
    public static bool MayChange(Guid? ownerId, Actor actor) =>
        actor.May(Permissions.OverseeSilences) || (actor.Id is not null && actor.Id == ownerId);
}
