namespace Chantal.Apk.Packages;

/// <summary>
/// The order of versions (<c>apk-package(5)</c>): numbers, a letter, suffixes in their order, a commit, the package's revision. What is not a version is
/// compared as far as it is one.
/// </summary>
internal static class ApkVersion
{
    /// <summary>The order of two versions, the older one first.</summary>
    public static int Compare(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => Compare(one, other, isPrefixEqual: false);

    /// <summary>The order of two versions, where every version that begins as the other one counts as that: <c>1.2.3-r0</c> is <c>~1.2</c>.</summary>
    public static int CompareFuzzy(ReadOnlySpan<char> one, ReadOnlySpan<char> prefix) => Compare(one, prefix, isPrefixEqual: true);

    /// <summary>Whether a text is a version.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        VersionPartKind? kind = null;
        while (kind is null or < VersionPartKind.End)
        {
            kind = VersionPart.Take(ref text, kind).Kind;
        }

        return kind == VersionPartKind.End;
    }

    private static int Compare(ReadOnlySpan<char> one, ReadOnlySpan<char> other, bool isPrefixEqual)
    {
        var a = VersionPart.Take(ref one, null);
        var b = VersionPart.Take(ref other, null);
        while (a.Kind == b.Kind && a.Kind < VersionPartKind.End)
        {
            if (a.CompareTo(b) is not 0 and var order)
            {
                return order;
            }

            a = VersionPart.Take(ref one, a.Kind);
            b = VersionPart.Take(ref other, b.Kind);
        }

        return a.Kind == b.Kind || (isPrefixEqual && b.Kind == VersionPartKind.End) ? 0
            : a.IsBeforeRelease ? -1
            : b.IsBeforeRelease ? 1

            // The one that goes on is newer, and the earlier a part can be, the more it counts.
            : b.Kind.CompareTo(a.Kind);
    }
}
