namespace OpsBridge.Identity;

/// <summary>What an admin can do to keys and wallboard links; one parameter for the page.</summary>
public sealed record AccessVerbs(CreateApiKey CreateKey, RevokeApiKey RevokeKey, CreateWallLink CreateWall, RevokeWallLink RevokeWall);
