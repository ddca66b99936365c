namespace OpsBridge.SignIn;

/// <summary>Where to go after signing in. Never to another site, whatever the link said.</summary>
public static class LocalAddress
{
    /// <summary>The address when it is a path of this console, otherwise the bridge.</summary>
    public static string OrBridge(string? address) => IsLocal(address) ? address! : "/";

    /// <summary>A path from the root. Browsers read a backslash as a slash and drop tabs and line breaks, so none may occur.</summary>
    private static bool IsLocal(string? address) =>
        address is ['/', ..] && address is not ['/', '/', ..] && !address.Any(c => c == '\\' || char.IsControl(c));
}
