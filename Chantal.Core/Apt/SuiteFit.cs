using Chantal.Apt.Release;
using Chantal.Diagnostics;

namespace Chantal.Apt;

/// <summary>
/// Holds the components and architectures that a definition names against its suites: what none of them has is an error, what one of several does not have
/// is said and left out there.
/// </summary>
internal static class SuiteFit
{
    /// <param name="suites">The suites with what their Release files say.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="log">Hears what a suite does not have.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.AptComponentUnknown"/> or <see cref="DiagnosticCodes.AptArchitectureUnknown"/>.</exception>
    public static void Check(IReadOnlyList<(AptSuite Suite, ReleaseFile Release)> suites, AptDefinition definition, ILog log)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(log);
        var components = suites.Select(s => (s.Suite, Components: new SuiteComponents(s.Release, s.Suite, definition.Components))).ToList();
        foreach (var name in definition.Components)
        {
            var without = components.Where(c => c.Components.Missing.Contains(name)).ToList();
            if (without.Count > 0 && without.Count == suites.Count(s => !s.Suite.IsFlat))
            {
                throw ReleaseDiagnostics.ComponentUnknown(without[0].Suite, name, without[0].Components.Available);
            }

            without.ForEach(w => log.Warning(ReleaseDiagnostics.SuiteWithout(w.Suite, "component", name, w.Components.Available)));
        }

        foreach (var name in definition.Architectures)
        {
            var without = suites.Where(s => !Has(s.Suite, s.Release, name)).ToList();
            if (without.Count > 0 && without.Count == suites.Count)
            {
                throw AptDiagnostics.ArchitectureUnknown(without[0].Suite, name, without[0].Release.Architectures);
            }

            without.ForEach(w => log.Warning(ReleaseDiagnostics.SuiteWithout(w.Suite, "architecture", name, w.Release.Architectures)));
        }
    }

    // What lies there counts, whatever Architectures says; and a flat repository has packages of any.
    private static bool Has(AptSuite suite, ReleaseFile release, string architecture) =>
        suite.IsFlat || architecture == AptArchitecture.All || release.Architectures.Count == 0 || release.Architectures.Contains(architecture)
        || release.Entries.Any(e => e.Path.Contains($"binary-{architecture}/", StringComparison.Ordinal));
}
