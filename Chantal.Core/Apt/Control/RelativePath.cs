namespace Chantal.Apt.Control;

/// <summary>Paths as APT metadata writes them.</summary>
internal static class RelativePath
{
    /// <summary>
    /// Drops the <c>./</c> that tools which scan a directory put before every path; whether the rest is safe is judged by
    /// who takes it.
    /// </summary>
    public static string Normalize(string path)
    {
        var start = 0;
        while (path.AsSpan(start).StartsWith("./", StringComparison.Ordinal))
        {
            start += 2;
        }

        return start == 0 ? path : path[start..];
    }
}
