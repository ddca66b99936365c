using System.Globalization;
using System.Text;

namespace OpsBridge.Measuring;

/// <summary>Figures of one run as Markdown to paste into docs/benchmarks.md, with the machine and how busy it was.</summary>
internal sealed class Report
{
    private readonly StringBuilder _text = new();
    private readonly string _loadBefore = Machine.Load();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly double _machineBefore = CpuTime.OfMachine();
    private readonly string _head;

    public Report(string name, string sizes) => _head = FormattableString.Invariant(
        $"\n{name}, {sizes}\n{Machine.Describe()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC; OpsBridge {typeof(Report).Assembly.GetName().Version}");

    /// <summary>Adds a row.</summary>
    public void Add(string what, FormattableString figure) =>
        _text.Append(CultureInfo.InvariantCulture, $"| {what} | {FormattableString.Invariant(figure)} |\n");

    /// <summary>"goal met" or "goal not met".</summary>
    public static string Verdict(bool met) => met ? "goal met" : "goal not met";

    /// <inheritdoc />
    public override string ToString()
    {
        var cores = (CpuTime.OfMachine() - _machineBefore) / TimeProvider.System.GetElapsedTime(_started).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{_head}\nload average before {_loadBefore}, after {Machine.Load()}; {cores:0.00} of {Environment.ProcessorCount} cores busy with everything on the machine\n\n| what | figure |\n|---|---|\n{_text}");
    }
}
