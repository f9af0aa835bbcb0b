using System.Collections.Immutable;
using Chantal.PyPI.Environments;

namespace Chantal.PyPI.Requirements;

/// <summary>A part of a marker.</summary>
internal abstract class MarkerNode
{
    /// <summary>Whether the answer may depend on an extra.</summary>
    public abstract bool MentionsExtra { get; }

    /// <summary>Whether it holds in an environment, for one extra or, with an empty name, for none.</summary>
    public abstract bool Holds(TargetEnvironment environment, string extra);
}

/// <summary>Parts joined by <c>and</c> or by <c>or</c>.</summary>
/// <param name="parts">The parts.</param>
/// <param name="isAnd">Whether all of them have to hold, rather than one.</param>
internal sealed class MarkerJunction(ImmutableArray<MarkerNode> parts, bool isAnd) : MarkerNode
{
    /// <inheritdoc/>
    public override bool MentionsExtra { get; } = parts.Any(p => p.MentionsExtra);

    /// <inheritdoc/>
    public override bool Holds(TargetEnvironment environment, string extra)
    {
        foreach (var part in parts)
        {
            if (part.Holds(environment, extra) != isAnd)
            {
                return !isAnd;
            }
        }

        return isAnd;
    }
}
