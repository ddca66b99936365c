using OpsBridge.Kernel;
using Xunit;

namespace OpsBridge.Ingest;

public sealed class AlertmanagerFingerprintTests
{
    [Fact]
    public void A_label_set_has_the_name_that_Alertmanager_0_25_gives_it()
    {
        Assert.Equal("e0589c6ffc256fd5", Print(("alertname", "Down"), ("instance", "one:9100")));
        Assert.Equal("d2b371819297f98a", Print(("a", "b")));
        Assert.Equal("8d4653b8b9db0024", Print(("ok", "1")));
        Assert.Equal("9f4c92d1c4fef183", Print(("alertname", "ümlaut ✓ 😀"), ("b_1", "two\nlines"), ("z", "")));
        Assert.Equal("f584907c8fa1967a", Print(("B", "upper before lower"), ("a", "x"), ("_", "y")));
    }

    [Fact]
    public void Long_values_and_names_beyond_the_first_plane_count_as_well()
    {
        Assert.Equal(Reference(("a", new string('ü', 2000))), Print(("a", new string('ü', 2000))));

        // U+FF5E comes before U+1F600 in the order of bytes and behind it in the order of UTF-16.
        Assert.Equal(Reference(("～", "first"), ("😀", "second")), Print(("😀", "second"), ("～", "first")));
    }

    private static string Print(params (string Name, string Value)[] labels) => AlertmanagerFingerprint.Print(AlertmanagerFingerprint.Of(Labels.Of(labels)));

    /// <summary>The definition, as plainly as it can be written.</summary>
    private static string Reference(params (string Name, string Value)[] inOrder)
    {
        var sum = 14695981039346656037UL;
        foreach (var part in inOrder.SelectMany(l => new[] { l.Name, l.Value }))
        {
            foreach (var b in System.Text.Encoding.UTF8.GetBytes(part).Append((byte)0xFF))
            {
                sum = (sum ^ b) * 1099511628211UL;
            }
        }

        return sum.ToString("x16");
    }
}
