using System.Collections.Immutable;
using Chantal.PyPI.Distributions;

namespace Chantal.PyPI.Environments;

/// <summary>One interpreter on one platform: what its markers say and which wheels it takes, the best first (PEP 425, 600, 656).</summary>
internal sealed class TargetEnvironment
{
    private readonly ImmutableArray<(string Python, string Abi)> _onPlatform;
    private readonly ImmutableArray<(string Python, string Abi)> _anywhere;
    private readonly Dictionary<(string Python, string Abi), int> _onPlatformRanks;
    private readonly Dictionary<(string Python, string Abi), int> _anywhereRanks;
    private readonly Dictionary<string, int> _platformRanks;

    /// <summary>An environment of its two halves.</summary>
    public TargetEnvironment(TargetPython python, TargetPlatform platform)
    {
        (Python, Platform) = (python, platform);
        _onPlatform = [.. OwnPairs(python), .. GenericPairs(python)];
        _anywhere = [(python.IsPyPy ? $"pp{python.Major}" : python.Tag, WheelTag.NoAbi), .. GenericPairs(python)];
        _onPlatformRanks = Ranks(_onPlatform);
        _anywhereRanks = Ranks(_anywhere);
        _platformRanks = Ranks(platform.Tags);
    }

    /// <summary>The interpreter.</summary>
    public TargetPython Python { get; }

    /// <summary>The platform.</summary>
    public TargetPlatform Platform { get; }

    /// <summary>Every tag that is taken, the best first.</summary>
    public IEnumerable<WheelTag> Tags =>
        _onPlatform.SelectMany(pair => Platform.Tags.Select(platform => new WheelTag(pair.Python, pair.Abi, platform)))
            .Concat(_anywhere.Select(pair => new WheelTag(pair.Python, pair.Abi, WheelTag.AnyPlatform)));

    /// <summary>Every interpreter on every platform.</summary>
    public static ImmutableArray<TargetEnvironment> Cross(IEnumerable<string> pythons, IEnumerable<string> platforms)
    {
        var parsed = platforms.Select(TargetPlatform.Parse).ToList();
        return [.. pythons.Select(TargetPython.Parse).SelectMany(python => parsed.Select(platform => new TargetEnvironment(python, platform)))];
    }

    /// <summary>How good a wheel is here, 0 the best; null if it does not run here.</summary>
    public int? Rank(WheelName wheel)
    {
        int? best = null;
        foreach (var platform in wheel.Platforms)
        {
            if (platform == WheelTag.AnyPlatform)
            {
                best = Best(best, BestPair(wheel, _anywhereRanks), 1, _onPlatform.Length * Platform.Tags.Length);
            }
            else if (_platformRanks.TryGetValue(platform, out var rank))
            {
                best = Best(best, BestPair(wheel, _onPlatformRanks), Platform.Tags.Length, rank);
            }
        }

        return best;
    }

    /// <summary>Whether a wheel runs here.</summary>
    public bool Accepts(WheelName wheel) => Rank(wheel) is not null;

    /// <summary>What a marker's variable may be here; none if it is not known, or not the environment's to say.</summary>
    public ImmutableArray<string> ValuesOf(MarkerVariable variable) => variable switch
    {
        MarkerVariable.OsName => One(Platform.OsName),
        MarkerVariable.SysPlatform => One(Platform.SysPlatform),
        MarkerVariable.PlatformSystem => One(Platform.System),
        MarkerVariable.PlatformMachine => Platform.Machines,
        MarkerVariable.PlatformPythonImplementation => [Python.IsPyPy ? "PyPy" : "CPython"],
        MarkerVariable.ImplementationName => [Python.IsPyPy ? "pypy" : "cpython"],

        // Of PyPy's own versions the definition says nothing.
        MarkerVariable.ImplementationVersion when Python.IsPyPy => [],
        MarkerVariable.PythonVersion => [Python.Series],
        MarkerVariable.PythonFullVersion or MarkerVariable.ImplementationVersion => Python.FullVersions,
        _ => [],
    };

    /// <summary><c>3.11 on manylinux_2_28_x86_64</c>.</summary>
    public override string ToString() => $"{Python} on {Platform}";

    // Wheels of this series, then wheels of earlier ones that use the stable interface only (PEP 384).
    private static IEnumerable<(string Python, string Abi)> OwnPairs(TargetPython python)
    {
        var own = python.Tag;
        foreach (var abi in python.Abis)
        {
            yield return (own, abi);
        }

        if (python.StableAbi is { } stable)
        {
            yield return (own, stable);
        }

        yield return (own, WheelTag.NoAbi);
        for (var minor = python.StableAbi is null ? 0 : python.Minor - 1; minor >= 2; minor--)
        {
            yield return ($"cp3{minor}", python.StableAbi!);
        }
    }

    // Wheels for any interpreter of this version, of the major version, of earlier ones.
    private static IEnumerable<(string Python, string Abi)> GenericPairs(TargetPython python)
    {
        yield return ($"py{python.Digits}", WheelTag.NoAbi);
        yield return ($"py{python.Major}", WheelTag.NoAbi);
        for (var minor = python.Minor - 1; minor >= 0; minor--)
        {
            yield return ($"py{python.Major}{minor}", WheelTag.NoAbi);
        }
    }

    private static int? BestPair(WheelName wheel, Dictionary<(string Python, string Abi), int> ranks)
    {
        int? best = null;
        foreach (var python in wheel.Pythons)
        {
            foreach (var abi in wheel.Abis)
            {
                best = ranks.TryGetValue((python, abi), out var rank) && !(rank >= best) ? rank : best;
            }
        }

        return best;
    }

    private static int? Best(int? best, int? pair, int scale, int offset) =>
        pair is { } known && !((known * scale) + offset >= best) ? (known * scale) + offset : best;

    private static Dictionary<T, int> Ranks<T>(ImmutableArray<T> items)
        where T : notnull => items.Select((item, rank) => (item, rank)).ToDictionary(p => p.item, p => p.rank);

    private static ImmutableArray<string> One(string? value) => value is null ? [] : [value];
}
