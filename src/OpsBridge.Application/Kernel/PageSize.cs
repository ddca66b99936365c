namespace OpsBridge.Kernel;

/// <summary>How many rows one read may ask for.</summary>
public static class PageSize
{
    /// <summary>Rows per page when the caller does not say.</summary>
    public const int Default = 100;

    /// <summary>The most rows one page may have.</summary>
    public const int Max = 1000;

    /// <summary>The wanted size brought into 1..<see cref="Max"/>.</summary>
    public static int Bounded(int? wanted) => Math.Clamp(wanted ?? Default, 1, Max);
}
