using System.Collections.Frozen;

namespace Chantal.Apt.Release;

/// <summary>Recognises Debian architectures in the names of indices.</summary>
/// <param name="listed">Architectures that a Release names, which may be unknown to dpkg.</param>
internal sealed class AptArchitecture(IEnumerable<string> listed)
{
    /// <summary>Packages that fit every architecture.</summary>
    public const string All = "all";

    /// <summary>Source packages, in the places where an architecture stands otherwise.</summary>
    public const string Source = "source";

    // The CPU column of dpkg's table, and the names that dpkg gives to ABIs of their own.
    private static readonly FrozenSet<string> Known = new[]
    {
        "alpha", "amd64", "arc", "arm", "arm64", "arm64ilp32", "armeb", "armel", "armhf", "avr32", "hppa", "i386", "ia64", "loong64",
        "loongarch64", "m32r", "m68k", "mips", "mips64", "mips64el", "mips64r6", "mips64r6el", "mipsel", "mipsn32", "mipsn32el",
        "mipsn32r6", "mipsn32r6el", "mipsr6", "mipsr6el", "nios2", "or1k", "powerpc", "powerpcel", "powerpcspe", "ppc64", "ppc64el",
        "riscv64", "s390", "s390x", "sh3", "sh3eb", "sh4", "sh4eb", "sparc", "sparc64", "tilegx", "x32", "lpia", "amd64v3",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Systems =
        ["kfreebsd-", "knetbsd-", "kopensolaris-", "hurd-", "darwin-", "dragonflybsd-", "freebsd-", "netbsd-", "openbsd-", "aix-", "solaris-", "musl-linux-", "uclibc-linux-", "uclinux-", "mint-"];

    private readonly HashSet<string> _listed = new(listed, StringComparer.Ordinal);

    /// <summary>Whether the text is an architecture, <c>all</c> or <c>source</c>.</summary>
    public bool IsKnown(string text) => text is All or Source || _listed.Contains(text) || IsDpkgName(text);

    /// <summary>
    /// The architecture that a segment of an index's path is for, or null: <c>amd64</c> for <c>binary-amd64</c>,
    /// <c>Contents-udeb-amd64.gz</c> and <c>Components-amd64.yml.gz</c>.
    /// </summary>
    public string? Find(string segment)
    {
        // Aramaic is not ARC: what follows Translation- is a language.
        if (segment.StartsWith("Translation-", StringComparison.Ordinal))
        {
            return null;
        }

        // Longest first, so that hurd-i386 is not taken for i386.
        for (var start = 0; start >= 0 && start < segment.Length; start = NextToken(segment, start))
        {
            var rest = segment[start..];
            if (IsKnown(rest))
            {
                return rest;
            }

            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0 && IsKnown(rest[..dot]))
            {
                return rest[..dot];
            }
        }

        return null;
    }

    private static int NextToken(string segment, int start) => segment.IndexOf('-', start) is var dash && dash < 0 ? -1 : dash + 1;

    private static bool IsDpkgName(string text)
    {
        if (Known.Contains(text))
        {
            return true;
        }

        var system = Systems.FirstOrDefault(s => text.StartsWith(s, StringComparison.Ordinal));
        return system is not null && Known.Contains(text[system.Length..]);
    }
}
