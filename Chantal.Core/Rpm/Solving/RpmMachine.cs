namespace Chantal.Rpm.Solving;

/// <summary>A machine that installs packages, by its architecture.</summary>
/// <param name="Architecture">Such as <c>x86_64</c>.</param>
internal sealed record RpmMachine(string Architecture)
{
    private const string NoArch = "noarch";

    // As dnf has it. What others provide may be installed in several versions too.
    private static readonly string[] InstallOnly = ["kernel", "kernel-PAE", "installonlypkg(kernel)", "installonlypkg(kernel-module)", "installonlypkg(vm)", "multiversion(kernel)"];
    private static readonly string[] Intel32 = ["i386", "i486", "i586", "i686", "athlon"];

    /// <summary>Whether the machine can run packages of an architecture.</summary>
    public bool Runs(string architecture) => architecture == Architecture || architecture == NoArch || (Architecture is "x86_64" or "i686" && Intel32.Contains(architecture));

    /// <summary>Whether packages of two architectures and one name take each other's place. Those of 64 and of 32 bits do not.</summary>
    public static bool TakePlace(string left, string right) => left == NoArch || right == NoArch || Intel32.Contains(left) == Intel32.Contains(right);

    /// <summary>Whether several versions of a package can be installed at once, as of kernels.</summary>
    /// <param name="name">The package's name.</param>
    /// <param name="provided">What it provides.</param>
    public static bool IsInstallOnly(string name, IEnumerable<string> provided) => InstallOnly.Contains(name) || provided.Any(InstallOnly.Contains);
}
