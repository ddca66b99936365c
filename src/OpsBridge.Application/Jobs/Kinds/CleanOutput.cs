using OpsBridge.Jobs.Secrets;

namespace OpsBridge.Jobs.Kinds;

/// <summary>The output of an attempt, with every secret of the run taken out. Kinds write through this and nothing else.</summary>
internal sealed class CleanOutput(JobAttempt attempt, Redactor redactor)
{
    /// <summary>What OpsBridge says about the run.</summary>
    public void Note(string text) => Write(LineSource.Note, text);

    /// <summary>A line of a program (true: of its standard error).</summary>
    public void Line(bool isError, string line) => Write(isError ? LineSource.Error : LineSource.Out, line);

    /// <summary>A line from anywhere.</summary>
    public void Write(LineSource source, string line) => attempt.Write(source, redactor.Clean(line));

    /// <summary>A text without secrets.</summary>
    public string Clean(string text) => redactor.Clean(text);

    /// <summary>A text without secrets; of one that was cut off, also without the beginning of a secret at its end.</summary>
    public string CleanCut(string text, bool whole) => whole ? redactor.Clean(text) : redactor.CleanCut(text);

    /// <summary>A result whose summary holds no secret.</summary>
    public JobResult Clean(JobResult result) => result with { Summary = redactor.Clean(result.Summary) };
}

/// <summary>Why an attempt failed, in words for the operator; not a surprise.</summary>
/// <param name="message">One line.</param>
/// <param name="mayRetry">False when another attempt cannot help.</param>
/// <param name="exitCode">Exit code of the program behind it.</param>
internal sealed class KindFault(string message, bool mayRetry = true, int? exitCode = null) : Exception(message)
{
    public bool MayRetry => mayRetry;

    public int? ExitCode => exitCode;

    /// <summary>The result of the attempt.</summary>
    public JobResult ToResult() => new(false, Message, ExitCode, MayRetry);
}
