using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>
/// Gathers what the guards of a mirror find in one state, and decides at the end: each finding is refused, accepted by the state's name, or only said. A locked state
/// was approved by a review: of it, findings are only said.
/// </summary>
/// <param name="definition">What the definition says.</param>
/// <param name="state">The state's name, which is only asked for where something was found.</param>
/// <param name="log">Hears of it.</param>
internal sealed class Guard(DefinitionValues definition, Func<string> state, ILog log)
{
    private readonly List<(string Reason, Func<string, MirrorException> Refuse)> _found = [];

    /// <summary>What a definition has a guard do.</summary>
    /// <param name="word">The word that says it.</param>
    public GuardMode ModeOf(string word) => ModeOf(definition, word);

    /// <summary>What a definition has a guard do.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="word">The word that says it.</param>
    public static GuardMode ModeOf(DefinitionValues definition, string word) => definition.Choice<GuardMode>(word) switch
    {
        GuardMode.Error when definition.Flag("Locked") => GuardMode.Warn,
        var mode => mode,
    };

    /// <summary>Takes a finding.</summary>
    /// <param name="mode">What the guard does.</param>
    /// <param name="reason">What was found, as a clause.</param>
    /// <param name="say">What it says where it only warns.</param>
    /// <param name="refuse">What it says where it refuses the state, with the name by which that can be accepted.</param>
    public void Add(GuardMode mode, string reason, Func<Diagnostic> say, Func<string, MirrorException> refuse)
    {
        if (mode == GuardMode.Warn)
        {
            log.Warning(say());
        }
        else if (mode == GuardMode.Error)
        {
            _found.Add((reason, refuse));
        }
    }

    /// <summary>Decides.</summary>
    /// <returns>The acceptance, if something was found and the state is accepted; null: nothing was found.</returns>
    /// <exception cref="MirrorException">The state is refused.</exception>
    public Acceptance? Conclude()
    {
        if (_found.Count == 0)
        {
            return null;
        }

        var name = state();
        if (new AcceptedState(definition.Text("Accept"), log).Of(name, string.Join("; ", _found.Select(f => f.Reason))) is { } accepted)
        {
            return accepted;
        }

        // The last one ends the step.
        var refusals = _found.ConvertAll(f => f.Refuse(name));
        refusals.SkipLast(1).ToList().ForEach(r => log.Error(r.Code, r.Message));
        throw refusals[^1];
    }
}
