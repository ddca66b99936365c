using System.Globalization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Numbers as they are typed.</summary>
internal static class Numbers
{
    /// <summary>The number; <paramref name="otherwise"/> for what is none, so that the rules of the settings can say so.</summary>
    public static int Of(string? text, int otherwise) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    /// <summary>The number; null for nothing.</summary>
    public static int? Maybe(string? text) => string.IsNullOrWhiteSpace(text) ? null : Of(text, -1);

    /// <summary>As it stands in a field.</summary>
    public static string Show(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
