using Chantal.Diagnostics;

namespace Chantal.Text;

/// <summary>What names report.</summary>
internal static class TextDiagnostics
{
    [Documented(DiagnosticCodes.InvalidName, Severity.Error,
        "`MirrorName` is not valid as the name of a folder.",
        "Use letters, digits and `. _ + -`.")]
    public static MirrorException InvalidName(string property, string name, int longest) => new(
        DiagnosticCodes.InvalidName,
        $"{property} is '{name}', which cannot be the name of a folder. Use letters, digits and . _ + -, at most {longest} of them, and begin with a letter or digit.");
}
