using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>The property <c>Accept</c>: the names of the suspicious states that a run may take.</summary>
/// <param name="names">The names as messages gave them, separated by <c>+</c>, <c>;</c> or <c>,</c>; empty: none.</param>
/// <param name="log">Hears what is accepted.</param>
internal sealed class AcceptedState(string names, ILog log)
{
    private readonly string[] _names = names.Split(['+', ';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a state is named.</summary>
    public bool IsGiven => _names.Length > 0;

    /// <summary>The acceptance of a state; null if it is not named.</summary>
    /// <param name="state">The state's name.</param>
    /// <param name="reason">What is suspicious, as a clause.</param>
    public Acceptance? Of(string state, string reason)
    {
        if (!_names.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        log.Warning(RepositoryDiagnostics.StateAccepted(state, reason));
        return new Acceptance(state, reason);
    }

    /// <summary>The acceptance of roots that are older than the published ones; null if no root is older.</summary>
    /// <param name="older">All that are older: they are one state.</param>
    /// <exception cref="MirrorException">They are not a state that is named.</exception>
    public Acceptance? Of(IReadOnlyCollection<OlderRoot> older)
    {
        if (older.Count == 0)
        {
            if (IsGiven)
            {
                log.Info($"The upstream did not go back, so Accept={string.Join('+', _names)} is not needed for that.");
            }

            return null;
        }

        var state = UpstreamState.NameOf(older.Select(o => (o.Path, o.Digest)));
        var reason = string.Join("; ", older.OrderBy(o => o.Path, StringComparer.Ordinal));
        return Of(state, reason) ?? throw RepositoryDiagnostics.StateWentBack(reason, state);
    }
}
