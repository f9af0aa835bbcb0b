using System.Text.RegularExpressions;

namespace Chantal.Rpm.Packages;

/// <summary>The distribution that a package was built for, as its release says by convention: <c>el9</c> in <c>3.el9_4</c>, <c>fc41</c> in <c>1.fc41</c>.</summary>
internal static partial class DistributionTag
{
    /// <summary>The tag without a minor release, so that updates of one distribution have the same one; null if the release has no tag.</summary>
    /// <param name="version">A version with its release.</param>
    public static string? Of(string version) => Tag().Match(Evr.Parse(version).Release) is { Success: true } found ? found.Groups["tag"].Value : null;

    // The last one counts: what stands before it says what was packaged.
    [GeneratedRegex(@"(^|[.+_~])(?<tag>(el|fc|amzn|ol|rhel|mga|oe|azl|cm|suse|lp|sles|sle)[0-9]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Tag();
}
