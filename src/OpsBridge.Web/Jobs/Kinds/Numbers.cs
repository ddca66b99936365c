using System.Globalization;

namespace OpsBridge.Jobs.Kinds;

/// <summary>Whole numbers as they are typed.</summary>
internal static class Numbers
{
    /// <summary>Stands for what is no number: every rule of the settings refuses it.</summary>
    public const int None = -1;

    /// <summary>The number; null for nothing where that is allowed, otherwise <see cref="None"/>.</summary>
    public static int? Read(string? text, bool optional) =>
        optional && string.IsNullOrWhiteSpace(text) ? null : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : None;

    /// <summary>As it stands in a field.</summary>
    public static string Show(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
