using System.Text.RegularExpressions;
using Chantal.Diagnostics;

namespace Chantal.Definitions;

/// <summary>
/// Paths as people write them for a shell, with <c>~</c> and <c>$VARIABLE</c>. YAML and the command expand them; nothing is ever made in a folder
/// of such a name.
/// </summary>
internal static partial class UserPath
{
    /// <summary>The path that is meant, or <see cref="DiagnosticCodes.PathNotExpanded"/>.</summary>
    /// <param name="word">What the path belongs to, as the person who wrote it calls it.</param>
    /// <param name="path">The path as it was written.</param>
    /// <param name="variables">The environment.</param>
    public static string Expand(string word, string path, Func<string, string?> variables)
    {
        var expanded = Variable().Replace(path, found => found.Groups["name"] is { Success: true, Value: var name }
            ? variables(name) is { Length: > 0 } value ? value : throw DefinitionDiagnostics.VariableNotSet(word, path, name)
            : throw DefinitionDiagnostics.VariableUnreadable(word, path));
        return path is not ['~', ..] ? expanded
            : path is not ("~" or ['~', '/', ..]) ? throw DefinitionDiagnostics.HomeOfAnother(word, path)
            : variables("HOME") is ['/', ..] home ? home + expanded[1..]
            : throw DefinitionDiagnostics.VariableNotSet(word, path, "HOME");
    }

    /// <summary>Refuses a path that nobody expands, with <see cref="DiagnosticCodes.PathNotExpanded"/>: what MSBuild reads has its own way to say it.</summary>
    /// <param name="word">The property or item.</param>
    /// <param name="path">Its value.</param>
    /// <param name="directory">Where it starts.</param>
    public static void RequirePlain(string word, string path, string directory)
    {
        if (path is ['~', ..] || Variable().Matches(path).Any(found => !IsThere(found)))
        {
            throw DefinitionDiagnostics.NotExpandedHere(word, path);
        }

        // Folders can be called so, such as one above the definition, which defaults start with.
        bool IsThere(Match found) => path.IndexOf('/', found.Index) is > 0 and var end && Directory.Exists(Path.GetFullPath(path[..end], directory));
    }

    // $NAME and ${NAME}; and what only looks like one, such as MSBuild's $(NAME).
    [GeneratedRegex(@"\$(?:\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?<name>[A-Za-z_][A-Za-z0-9_]*)|[{(])", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
