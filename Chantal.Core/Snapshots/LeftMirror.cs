using Chantal.Store;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>A mirror that is not defined any more, and what a store still holds of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasHead">Whether its head is there.</param>
/// <param name="HasCandidate">Whether a state is there that was not published.</param>
/// <param name="Snapshots">The snapshots that have it.</param>
/// <param name="Channels">The channels that show it.</param>
internal sealed record LeftMirror(string Name, bool HasHead, bool HasCandidate, IReadOnlyList<string> Snapshots, IReadOnlyList<string> Channels)
{
    /// <summary>What is held, in words.</summary>
    public string Holdings
    {
        get
        {
            var held = new[]
            {
                HasHead ? "its head" : null,
                HasCandidate ? "a state that was not published" : null,
                Snapshots.Count > 0 ? Quantity.Count(Snapshots.Count, "snapshot") : null,
                Channels.Count > 0 ? $"what {Quantity.Count(Channels.Count, "channel shows", "channels show")}" : null,
            };
            return string.Join(", ", held.OfType<string>());
        }
    }

    /// <summary>The mirrors that a store has states of and that neither this estate nor another one defines, in the order of their names.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="refs">Its refs.</param>
    /// <param name="defined">The estate's mirrors.</param>
    /// <param name="estate">The estate's name.</param>
    public static IReadOnlyList<LeftMirror> Of(StoreLayout layout, RefStore refs, IReadOnlyCollection<string> defined, string estate)
    {
        ArgumentNullException.ThrowIfNull(refs);
        ArgumentNullException.ThrowIfNull(defined);
        var claims = new EstateClaims(layout);
        return [.. refs.KnownMirrors().Where(m => !defined.Contains(m) && claims.Other(m, estate, defined) is null).Select(m => Of(refs, m))];
    }

    /// <summary>What a store holds of one mirror.</summary>
    public static LeftMirror Of(RefStore refs, string mirror) => new(
        mirror,
        refs.Mirrors().Contains(mirror),
        refs.Candidates().Contains(mirror),
        [.. refs.Snapshots().Where(s => refs.HasSnapshot(s, mirror))],
        [.. refs.Channels().Where(c => refs.MirrorsOfChannel(c).Contains(mirror))]);
}
