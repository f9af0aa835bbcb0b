namespace Chantal.Apk.Packages;

/// <summary>Which orders of two versions a relation allows.</summary>
[Flags]
internal enum ApkComparison
{
    /// <summary>None: the relation cannot be understood.</summary>
    None = 0,

    /// <summary>The same version.</summary>
    Equal = 1,

    /// <summary>An older one.</summary>
    Less = 2,

    /// <summary>A newer one.</summary>
    Greater = 4,

    /// <summary>The version is the beginning of one.</summary>
    Fuzzy = 8,

    /// <summary>Any version, or none.</summary>
    Any = Equal | Less | Greater,

    /// <summary>In place of a version, the package's checksum: <c>&gt;&lt;Q1…</c>.</summary>
    Checksum = Less | Greater,
}

/// <summary>What a package depends on, provides or is installed with: <c>name</c>, <c>name&gt;=1.2</c>, <c>so:libc.so.1</c>, <c>!name</c> (<c>apk-package(5)</c>).</summary>
/// <param name="Name">The name, with its kind (<c>so:</c>, <c>cmd:</c>, <c>pc:</c>), if it has one.</param>
/// <param name="Comparison">Which versions.</param>
/// <param name="Version">The version, or null.</param>
/// <param name="IsConflict">Whether it must not be there.</param>
internal sealed record ApkRelation(string Name, ApkComparison Comparison = ApkComparison.Any, string? Version = null, bool IsConflict = false)
{
    private const string Comparers = "<>=~";

    /// <summary>Reads a list of relations, separated by blanks.</summary>
    public static IReadOnlyList<ApkRelation> ParseList(string list) =>
        list.Length == 0 ? [] : [.. list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>Whether it is a version that the relation names; that a conflict excludes it is not looked at.</summary>
    /// <param name="version">The version; null: what is provided has none, and is any.</param>
    public bool Allows(string? version) => Comparison switch
    {
        ApkComparison.Any => true,

        // What is not a version allows none, as for apk.
        _ => ApkVersion.IsValid(Version) && (version is null || (Comparison & OrderOf(version)) != 0),
    };

    /// <inheritdoc/>
    public override string ToString() => $"{(IsConflict ? "!" : "")}{Name}{(Version is null ? "" : $"{Sign}{Version}")}";

    private string Sign => string.Concat(
        Comparison.HasFlag(ApkComparison.Less) ? "<" : "",
        Comparison.HasFlag(ApkComparison.Greater) ? ">" : "",
        Comparison.HasFlag(ApkComparison.Fuzzy) ? "~" : Comparison.HasFlag(ApkComparison.Equal) ? "=" : "");

    private ApkComparison OrderOf(string version)
    {
        var order = Comparison.HasFlag(ApkComparison.Fuzzy) ? ApkVersion.CompareFuzzy(version, Version) : ApkVersion.Compare(version, Version);
        return order < 0 ? ApkComparison.Less : order > 0 ? ApkComparison.Greater : ApkComparison.Equal;
    }

    private static ApkRelation Parse(string text)
    {
        var isConflict = text.StartsWith('!');
        var rest = isConflict ? text[1..] : text;
        var end = rest.AsSpan().IndexOfAny(Comparers);
        if (end < 0)
        {
            return new ApkRelation(WithoutTag(rest), IsConflict: isConflict);
        }

        var length = rest.AsSpan(end).IndexOfAnyExcept(Comparers) is >= 0 and var count ? count : rest.Length - end;
        return new ApkRelation(WithoutTag(rest[..end]), Read(rest.AsSpan(end, length)), rest[(end + length)..], isConflict);
    }

    private static ApkComparison Read(ReadOnlySpan<char> signs)
    {
        var comparison = ApkComparison.None;
        foreach (var sign in signs)
        {
            comparison |= sign switch
            {
                '<' => ApkComparison.Less,
                '>' => ApkComparison.Greater,
                '=' => ApkComparison.Equal,
                _ => ApkComparison.Fuzzy | ApkComparison.Equal,
            };
        }

        return comparison;
    }

    // A client's own name of a repository, which says where the package may come from.
    private static string WithoutTag(string name) => name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}
