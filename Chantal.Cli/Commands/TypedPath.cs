using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Cli.Commands;

/// <summary>Paths of the command line. Shells expand <c>~</c> and <c>$VARIABLE</c> in many places and not in all, such as behind <c>=</c>, and service managers in none.</summary>
internal static class TypedPath
{
    /// <summary>The path that is meant; a relative one starts at the working directory.</summary>
    /// <param name="what">The option or argument.</param>
    /// <param name="path">What was typed.</param>
    public static string Full(string what, string path) => Path.GetFullPath(Expand(what, path));

    /// <summary>The path that is meant, relative if it was typed so.</summary>
    public static string Expand(string what, string path)
    {
        try
        {
            return UserPath.Expand(what, path, Environment.GetEnvironmentVariable);
        }
        catch (MirrorException exception)
        {
            throw CommandDiagnostics.PathInvalid(exception);
        }
    }

    /// <summary>The value of a property, in which paths are expanded if it has paths.</summary>
    public static string Value(string property, string value) =>
        Vocabulary.Terms.FirstOrDefault(t => t.IsProperty && t.Name.Equals(property, StringComparison.OrdinalIgnoreCase)) is { IsPath: true } term
            ? string.Join(';', value.Split(';').Select(path => Expand($"--property {term.Name}", path.Trim())))
            : value;
}
