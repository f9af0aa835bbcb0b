using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>The property <c>Accept</c>: the name of the one suspicious state that a run may take.</summary>
/// <param name="name">The name as a message gave it; empty: none.</param>
/// <param name="log">Hears what is accepted.</param>
internal sealed class AcceptedState(string name, ILog log)
{
    private readonly string _name = name.Trim();

    /// <summary>Whether a state is named.</summary>
    public bool IsGiven => _name.Length > 0;

    /// <summary>The acceptance of a state; null if it is not the one that is named.</summary>
    /// <param name="state">The state's name.</param>
    /// <param name="reason">What is suspicious, as a clause.</param>
    public Acceptance? Of(string state, string reason)
    {
        if (!state.Equals(_name, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        log.Warning(RepositoryDiagnostics.StateAccepted(state, reason));
        return new Acceptance(state, reason);
    }

    /// <summary>The acceptance of roots that are older than the published ones; null if no root is older.</summary>
    /// <param name="older">All that are older: they are one state.</param>
    /// <exception cref="MirrorException">They are not the state that is named.</exception>
    public Acceptance? Of(IReadOnlyCollection<OlderRoot> older)
    {
        if (older.Count == 0)
        {
            if (IsGiven)
            {
                log.Info($"Accept={_name} was not needed: the upstream did not go back.");
            }

            return null;
        }

        var state = UpstreamState.NameOf(older.Select(o => (o.Path, o.Digest)));
        var reason = string.Join("; ", older.OrderBy(o => o.Path, StringComparer.Ordinal));
        return Of(state, reason) ?? throw RepositoryDiagnostics.StateWentBack(reason, state);
    }
}
