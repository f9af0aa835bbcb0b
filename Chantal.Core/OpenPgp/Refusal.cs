using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>Why a signature that matches its file does not count.</summary>
/// <param name="Code">One of <see cref="DiagnosticCodes"/>.</param>
/// <param name="What">The words after "the file is signed …".</param>
/// <param name="Advice">What to do, as a sentence.</param>
internal sealed record Refusal(string Code, string What, string Advice)
{
    internal MirrorException ToException(string name) => new(Code, $"{name} is signed {What}. {Advice}");
}
