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

    /// <summary>Components that run in the frame of every page, added by the capabilities they belong to.</summary>
    public IList<ShellCompanion> Companions { get; } = [];
}

/// <summary>A component that runs in the frame of every page.</summary>
/// <param name="Policy">Who gets it.</param>
/// <param name="Component">Its type.</param>
public sealed record ShellCompanion(string Policy, Type Component);
