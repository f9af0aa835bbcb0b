namespace Chantal.Diagnostics;

/// <summary>
/// The row of a code in <c>docs/diagnostics.md</c>, which a test generates from these attributes. It stands on the first
/// method that makes a message of the code, so that a sentence and its documentation are read and changed together.
/// </summary>
/// <param name="code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="severity">Whether it fails the run.</param>
/// <param name="happened">What happened, as Markdown.</param>
/// <param name="advice">What to do, as Markdown.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class DocumentedAttribute(string code, Severity severity, string happened, string advice) : Attribute
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <summary>Whether it fails the run.</summary>
    public Severity Severity { get; } = severity;

    /// <summary>What happened.</summary>
    public string Happened { get; } = happened;

    /// <summary>What to do.</summary>
    public string Advice { get; } = advice;
}
