namespace Chantal.Cli.Display;

/// <summary>A warning or an error.</summary>
/// <param name="IsError">Whether it is an error.</param>
/// <param name="Code">Its code.</param>
/// <param name="File">The file that it is about, as the person who started the command would name it.</param>
/// <param name="Line">The line, 0 for none.</param>
/// <param name="Column">The column.</param>
/// <param name="Message">What it says, safe to print.</param>
internal sealed record Finding(bool IsError, string? Code, string? File, int Line, int Column, string Message)
{
    /// <summary>The form in which compilers say it, which editors and build agents know.</summary>
    public override string ToString()
    {
        var place = File is { Length: > 0 } ? $"{File}{(Line > 0 ? $"({Line},{Column})" : "")}: " : "";
        return $"{place}{(IsError ? "error" : "warning")} {Code}: {Message}";
    }
}
