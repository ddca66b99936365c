namespace OpsBridge.Shell;

/// <summary>What the frame of every page shows.</summary>
public sealed class ShellOptions
{
    /// <summary>Every asset is simulated: a ribbon says so on every page.</summary>
    public bool Demo { get; set; }

    /// <summary>Address that the sign-out form posts to.</summary>
    public string SignOutPath { get; set; } = "/sign-out";

    /// <summary>Page that a request without an account is sent to.</summary>
    public string SignInPath { get; set; } = "/sign-in";

    /// <summary>Components without a look that stay in the layout while somebody is signed in, such as the alarm.</summary>
    public IList<LayoutCompanion> Companions { get; } = [];
}

/// <summary>A component that accompanies every page.</summary>
/// <param name="Component">Its type.</param>
/// <param name="Policy">Policy that the account must meet.</param>
public sealed record LayoutCompanion(Type Component, string Policy);
