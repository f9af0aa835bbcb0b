using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Environments;

/// <summary>
/// A Python that the mirror serves: CPython <c>3.11</c>, <c>3.12.4</c>, free-threaded <c>3.13t</c>, or <c>pypy3.10</c>. The names of tags, <c>cp313t</c> and <c>pp310</c>, are
/// taken too.
/// </summary>
internal sealed partial class TargetPython
{
    private const string PyPy = "pypy";

    // More than any series ever had; which one runs at the mirror's clients, "3.11" does not say.
    private const int PatchesOfSeries = 64;

    private readonly ImmutableArray<PyVersion> _versions;

    private TargetPython(int major, int minor, int? patch, bool isFreeThreaded, bool isPyPy)
    {
        (Major, Minor, Patch, IsFreeThreaded, IsPyPy) = (major, minor, patch, isFreeThreaded, isPyPy);
        FullVersions = [.. patch is { } one ? [$"{Series}.{one}"] : Enumerable.Range(0, PatchesOfSeries).Reverse().Select(p => $"{Series}.{p}")];
        _versions = [.. FullVersions.Select(PyVersion.Parse)];
        Abis = isPyPy ? [$"pypy{Digits}_pp73"] : isFreeThreaded ? [$"cp{Digits}t"]
            : (major, minor) is (2, _) or (3, < 3) ? [$"cp{Digits}mu", $"cp{Digits}m"]
            : major == 3 && minor < 8 ? [$"cp{Digits}m"]
            : [$"cp{Digits}"];
    }

    /// <summary>2 or 3.</summary>
    public int Major { get; }

    /// <summary>The series' second number.</summary>
    public int Minor { get; }

    /// <summary>The third number; null stands for every release of the series.</summary>
    public int? Patch { get; }

    /// <summary>Whether it is a build without the global lock, which has a binary interface of its own.</summary>
    public bool IsFreeThreaded { get; }

    /// <summary>Whether it is a PyPy, whose version of the language these numbers are.</summary>
    public bool IsPyPy { get; }

    /// <summary>The interpreter in tags: <c>cp311</c>, <c>pp310</c>.</summary>
    public string Tag => (IsPyPy ? "pp" : "cp") + Digits;

    /// <summary><c>3.11</c>.</summary>
    public string Series => $"{Major}.{Minor}";

    /// <summary><c>311</c>, as tags have it.</summary>
    public string Digits => $"{Major}{Minor}";

    /// <summary>What the full version may be, the latest first.</summary>
    public ImmutableArray<string> FullVersions { get; }

    /// <summary>Binary interfaces of this series alone, the usual one first.</summary>
    public ImmutableArray<string> Abis { get; }

    /// <summary>The stable interface, of which wheels for earlier series are taken too (PEP 384, PEP 803), or null.</summary>
    public string? StableAbi => IsPyPy || (Major, Minor) is (2, _) or (3, < 2) ? null : IsFreeThreaded ? "abi3t" : "abi3";

    /// <summary>Reads a version, or throws <see cref="DiagnosticCodes.TargetPythonInvalid"/>.</summary>
    public static TargetPython Parse(string text)
    {
        var tag = TagPattern().Match(text);
        if (tag.Success)
        {
            return Parse($"{(tag.Groups["kind"].Value == "pp" ? "pypy" : "")}{tag.Groups["major"].Value}.{tag.Groups["minor"].Value}{tag.Groups["free"].Value}");
        }

        var isPyPy = text.StartsWith(PyPy, StringComparison.Ordinal);
        var isFreeThreaded = !isPyPy && text.EndsWith('t');
        var numbers = (isPyPy ? text[PyPy.Length..] : isFreeThreaded ? text[..^1] : text).Split('.');
        var (major, minor, patch) = (Number(numbers, 0), Number(numbers, 1), Number(numbers, 2));
        if (numbers.Length is not (2 or 3) || major is not (2 or 3) || minor is null || (numbers.Length == 3 && patch is null))
        {
            throw EnvironmentDiagnostics.PythonInvalid(text);
        }

        return isFreeThreaded && (major.Value, minor.Value) is (2, _) or (3, < 13)
            ? throw EnvironmentDiagnostics.PythonNeverFreeThreaded(text)
            : new TargetPython(major.Value, minor.Value, patch, isFreeThreaded, isPyPy);
    }

    /// <summary>Whether a project's <c>requires-python</c> lets it be installed, on one release of the series at least.</summary>
    public bool IsAcceptedBy(SpecifierSet requiresPython)
    {
        foreach (var version in _versions)
        {
            if (requiresPython.Accepts(version))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition on the full version holds, for one release of the series at least.</summary>
    public bool IsAcceptedBy(Specifier fullVersion)
    {
        foreach (var version in _versions)
        {
            if (fullVersion.Accepts(version))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsPyPy ? PyPy : "")}{Series}{(Patch is { } patch ? $".{patch}" : "")}{(IsFreeThreaded ? "t" : "")}";

    private static int? Number(string[] numbers, int at) =>
        at < numbers.Length && numbers[at].Length is 1 or 2 && int.TryParse(numbers[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("\\A(?<kind>cp|pp)(?<major>[23])(?<minor>[0-9]{1,2})(?<free>t?)\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex TagPattern();
}
