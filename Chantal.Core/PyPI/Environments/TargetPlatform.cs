using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;

namespace Chantal.PyPI.Environments;

/// <summary>
/// A platform that the mirror serves, named by the newest tag that it takes: <c>manylinux_2_28_x86_64</c> is a Linux with
/// glibc 2.28, <c>macosx_13_0_arm64</c> a Mac with macOS 13, <c>any</c> whatever runs wheels without compiled code.
/// </summary>
internal sealed partial class TargetPlatform
{
    private static readonly ImmutableArray<string> LinuxCpus =
        ["x86_64", "i686", "aarch64", "armv7l", "armv6l", "ppc64le", "ppc64", "s390x", "riscv64", "loongarch64"];

    private static readonly ImmutableArray<(string Name, int Glibc)> LegacyManylinux = [("manylinux2014", 17), ("manylinux2010", 12), ("manylinux1", 5)];

    private TargetPlatform(string name, ImmutableArray<string> tags) => (Name, Tags) = (name, tags);

    /// <summary>The name in the definition.</summary>
    public string Name { get; }

    /// <summary>Tags of the wheels that run here, the best first, without <c>any</c>.</summary>
    public ImmutableArray<string> Tags { get; }

    /// <summary>Python's <c>os.name</c>; null where it is not known.</summary>
    public string? OsName { get; private init; }

    /// <summary>Python's <c>sys.platform</c>; null where it is not known.</summary>
    public string? SysPlatform { get; private init; }

    /// <summary>Python's <c>platform.system()</c>; null where it is not known.</summary>
    public string? System { get; private init; }

    /// <summary>What Python's <c>platform.machine()</c> may say; none where it is not known.</summary>
    public ImmutableArray<string> Machines { get; private init; } = [];

    /// <summary>Reads a platform's name, or throws <see cref="DiagnosticCodes.TargetPlatformInvalid"/>.</summary>
    public static TargetPlatform Parse(string text)
    {
        if (text == WheelTag.AnyPlatform)
        {
            return new TargetPlatform(text, []);
        }

        if (Windows(text) is { } windows)
        {
            return windows;
        }

        var match = NamePattern().Match(text);
        if (!match.Success)
        {
            throw EnvironmentDiagnostics.PlatformInvalid(text);
        }

        var (kind, cpu) = (match.Groups["kind"].Value.Split('_')[0], match.Groups["cpu"].Value);
        var version = match.Groups["major"].Success
            ? (int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["minor"].ValueSpan, CultureInfo.InvariantCulture))
            : ((int Major, int Minor)?)null;
        return kind == "macosx" ? MacOs(text, version, cpu) : Linux(text, kind, version, cpu);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static TargetPlatform? Windows(string text)
    {
        // A 32-bit interpreter reports the machine below it.
        ImmutableArray<string>? machines = text switch
        {
            "win32" => ["x86", "AMD64"],
            "win_amd64" => ["AMD64"],
            "win_arm64" => ["ARM64"],
            _ => null,
        };
        return machines is { } known ? new TargetPlatform(text, [text]) { OsName = "nt", SysPlatform = "win32", System = "Windows", Machines = known } : null;
    }

    private static TargetPlatform Linux(string text, string kind, (int Major, int Minor)? version, string cpu)
    {
        if (!LinuxCpus.Contains(cpu))
        {
            throw EnvironmentDiagnostics.CpuUnknown(text, cpu, LinuxCpus);
        }

        IEnumerable<string> tags = (kind, version) switch
        {
            ("linux", null) => [],
            ("musllinux", (1, var minor)) => Enumerable.Range(0, minor + 1).Reverse().Select(m => $"musllinux_1_{m}_{cpu}"),
            ("manylinux", (2, var minor)) when minor >= OldestGlibc(cpu) => Manylinux(minor, cpu),
            (_, null) when LegacyManylinux.FirstOrDefault(l => l.Name == kind) is { Name: not null } legacy && legacy.Glibc >= OldestGlibc(cpu) => Manylinux(legacy.Glibc, cpu),
            _ => throw EnvironmentDiagnostics.PlatformVersionInvalid(text),
        };
        ImmutableArray<string> machines = cpu switch
        {
            "i686" => ["i686", "i386", "x86_64"],
            "armv6l" or "armv7l" => [cpu, "armv7l", "armv8l", "aarch64"],
            _ => [cpu],
        };
        return new TargetPlatform(text, [.. tags, $"linux_{cpu}"]) { OsName = "posix", SysPlatform = "linux", System = "Linux", Machines = machines };
    }

    // Wheels for any older glibc run too (PEP 600); three of its versions have a name besides (PEP 513, 571, 599).
    private static IEnumerable<string> Manylinux(int glibc, string cpu)
    {
        for (var minor = glibc; minor >= OldestGlibc(cpu); minor--)
        {
            yield return $"manylinux_2_{minor}_{cpu}";
            foreach (var (name, of) in LegacyManylinux)
            {
                if (of == minor)
                {
                    yield return $"{name}_{cpu}";
                }
            }
        }
    }

    private static int OldestGlibc(string cpu) => cpu is "x86_64" or "i686" ? 5 : 17;

    private static TargetPlatform MacOs(string text, (int Major, int Minor)? version, string cpu)
    {
        if (version is not var (major, minor) || major < 10 || (cpu == "arm64" && major == 10) || cpu is not ("arm64" or "x86_64"))
        {
            throw EnvironmentDiagnostics.MacInvalid(text);
        }

        return new TargetPlatform(text, [.. MacOsTags(major, minor, cpu)]) { OsName = "posix", SysPlatform = "darwin", System = "Darwin", Machines = [cpu] };
    }

    // Up to 10.16 the minor number says the release, from 11 on the major one. Wheels for both CPUs may be older than arm64.
    private static IEnumerable<string> MacOsTags(int major, int minor, string cpu)
    {
        var formats = cpu == "x86_64" ? new[] { "x86_64", "intel", "fat64", "fat3", "fat32", "universal2", "universal" } : ["arm64", "universal2"];
        for (var release = major; release > 10; release--)
        {
            foreach (var format in formats)
            {
                yield return $"macosx_{release}_0_{format}";
            }
        }

        for (var release = major == 10 ? minor : 16; release >= 4; release--)
        {
            foreach (var format in cpu == "x86_64" ? formats : ["universal2"])
            {
                yield return $"macosx_10_{release}_{format}";
            }
        }
    }

    [GeneratedRegex("\\A(?<kind>linux|manylinux1|manylinux2010|manylinux2014|((manylinux|musllinux|macosx)_(?<major>[0-9]{1,2})_(?<minor>[0-9]{1,2})))_(?<cpu>[a-z][a-z0-9_]*)\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
