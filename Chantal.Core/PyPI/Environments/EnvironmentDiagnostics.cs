using Chantal.Diagnostics;

namespace Chantal.PyPI.Environments;

/// <summary>What Python versions and platforms report.</summary>
internal static class EnvironmentDiagnostics
{
    [Documented(DiagnosticCodes.TargetPythonInvalid, Severity.Error,
        "A version of Python is not valid.",
        "Write `3.12`, `3.12.4`, `3.13t` for free-threaded, or `pypy3.10`.")]
    public static MirrorException PythonInvalid(string text) => Python(text, "is not a version of Python");

    public static MirrorException PythonNeverFreeThreaded(string text) => Python(text, "never had a free-threaded build; the first was 3.13t");

    [Documented(DiagnosticCodes.TargetPlatformInvalid, Severity.Error,
        "A platform is not one that wheels are made for.",
        "Write it as a wheel's tag: `manylinux_2_28_x86_64`.")]
    public static MirrorException PlatformInvalid(string text) => Platform(text, "is not a platform that wheels are made for");

    public static MirrorException PlatformVersionInvalid(string text) => Platform(text, "is not a version of the platform that wheels are made for");

    public static MirrorException CpuUnknown(string text, string cpu, IEnumerable<string> known) =>
        Platform(text, $"has the CPU '{cpu}'; for Linux there are {string.Join(", ", known)}");

    public static MirrorException MacInvalid(string text) =>
        Platform(text, "is not a version of macOS; write macosx_<major>_<minor>_arm64, from 11_0 on, or macosx_<major>_<minor>_x86_64");

    public static MirrorException TooMany(int count, int most) => new(
        DiagnosticCodes.InvalidProperty,
        $"PythonVersion and Platform make {count} target environments, and a mirror can have {most} at most. Leave some out, or make two mirrors.");

    private static MirrorException Python(string text, string fault) => new(
        DiagnosticCodes.TargetPythonInvalid,
        $"PythonVersion '{text}' {fault}. Write it like 3.12, 3.12.4, free-threaded 3.13t, or pypy3.10.");

    private static MirrorException Platform(string text, string fault) => new(
        DiagnosticCodes.TargetPlatformInvalid,
        $"Platform '{text}' {fault}. Examples: manylinux_2_28_x86_64, musllinux_1_2_aarch64, macosx_11_0_arm64, win_amd64, any.");
}
