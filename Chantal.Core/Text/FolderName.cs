using Chantal.Diagnostics;

namespace Chantal.Text;

/// <summary>Names of mirrors, snapshots and channels: each of them is also a folder's.</summary>
internal static class FolderName
{
    /// <summary>Longest name.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a name is safe as a folder's.</summary>
    public static bool IsValid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
    }

    /// <summary>Returns a name that is safe as a folder's, or throws <see cref="DiagnosticCodes.InvalidName"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="property">The property that says so.</param>
    public static string Check(string name, string property = "MirrorName")
    {
        return IsValid(name)
            ? name
            : throw TextDiagnostics.InvalidName(property, name, MaxLength);
    }
}
