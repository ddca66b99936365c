using System.Runtime.CompilerServices;
using Bunit;

namespace OpsBridge.Ui;

/// <summary>How long page tests wait for a condition before they fail: enough for a machine that does much else.</summary>
internal static class PageTestPatience
{
    [ModuleInitializer]
    internal static void Set() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
}
