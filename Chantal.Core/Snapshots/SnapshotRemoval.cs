using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Takes snapshots away, with their trees and what leads to these. What leads to a tree goes before it, and its ref after it: a run that ends in between is completed by the same
/// command. The caller has taken the refs alone.
/// </summary>
internal sealed class SnapshotRemoval(StoreLayout layout, RefStore refs, GenerationStore generations, ILog log)
{
    /// <summary>The estate that the call speaks for; null: it is about its mirrors only.</summary>
    public string? Estate { get; init; }

    /// <summary>Gives the channels that show a snapshot of a mirror.</summary>
    public required Func<string, string, IReadOnlyList<string>> ShownBy { get; init; }

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Deletes a snapshot of mirrors: of all of them, or of none.</summary>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="name">The snapshot.</param>
    /// <param name="force">Whether it goes although it is pinned.</param>
    /// <returns>Whether there was one.</returns>
    public bool Delete(IReadOnlyCollection<string> mirrors, string name, bool force)
    {
        var held = HeldBy(name, mirrors).Where(m => Estate is not null || mirrors.Contains(m)).ToList();
        if (held.SelectMany(m => ShownBy(name, m).Select(c => (Channel: c, Mirror: m))).FirstOrDefault() is { Channel: not null } shown)
        {
            throw SnapshotDiagnostics.SnapshotShown(name, shown.Mirror, shown.Channel);
        }

        if (!force && held.FirstOrDefault(m => IsPinned(name, m)) is { } pinned)
        {
            throw SnapshotDiagnostics.SnapshotPinned(name, pinned);
        }

        Remove([.. held.Select(m => (name, m))]);
        held.ForEach(m => log.Info($"{name}: {m} is deleted."));
        return held.Count > 0;
    }

    /// <summary>Forgets a mirror's part of every snapshot.</summary>
    public void DeleteMirror(string mirror)
    {
        var names = refs.Snapshots().Where(s => refs.HasSnapshot(s, mirror)).ToList();
        Remove([.. names.Select(s => (s, mirror))]);
        names.ForEach(s => log.Info($"{s}: {mirror} is deleted."));
    }

    /// <summary>
    /// Lets the snapshots go that the rotation does not keep. A snapshot goes as a whole or stays as a whole: it stays as long as it is among those that are kept of any of the mirrors
    /// that it holds, so what was made of one mirror alone does not count against what was made of all. And a run that does not speak for a mirror takes nothing of it away.
    /// </summary>
    public void Rotate(IReadOnlyList<string> mirrors, Rotation rotation)
    {
        if (!rotation.Rotates)
        {
            return;
        }

        var frozen = refs.Snapshots().Select(s => (Name: s, Held: HeldBy(s, mirrors))).ToList();
        var expired = mirrors.ToDictionary(
            m => m,
            m => rotation.Expired(frozen.Where(s => s.Held.Contains(m)).Select(s => new SnapshotEntry(s.Name, m, refs.Snapshot(s.Name, m)!))).Select(s => s.Name).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var gone = frozen.FindAll(s => IsExpired(s.Name, s.Held) && s.Held.All(m => ShownBy(s.Name, m).Count == 0));
        Remove([.. gone.SelectMany(s => s.Held.Select(m => (s.Name, m)))]);
        gone.ForEach(s => log.Info($"{s.Name} is deleted by rotation."));

        bool IsExpired(string name, IReadOnlyList<string> held)
        {
            var (own, others) = (held.Where(expired.ContainsKey).ToList(), held.Where(m => !expired.ContainsKey(m)));
            return own.Count > 0 && own.TrueForAll(m => expired[m].Contains(name)) && (Estate is not null ? !others.Any(m => IsPinned(name, m)) : !others.Any());
        }
    }

    // What another estate has under the same name is not this one's.
    private IReadOnlyList<string> HeldBy(string name, IReadOnlyCollection<string> mirrors)
    {
        var claims = new EstateClaims(layout);
        return [.. refs.MirrorsOf(name).Where(m => Estate is null || mirrors.Contains(m) || claims.Other(m, Estate, mirrors) is null)];
    }

    // One that cannot be read does not say so.
    private bool IsPinned(string name, string mirror) => refs.TargetOfSnapshot(name, mirror) is not null && refs.Snapshot(name, mirror)!.IsPinned;

    private void Remove(IReadOnlyList<(string Name, string Mirror)> parts)
    {
        new SnapshotAddresses(layout, refs, generations, log) { BeforeChange = BeforeChange }.Leave(parts);
        var tree = new SnapshotTree(layout, generations, log) { BeforeChange = BeforeChange };
        foreach (var (name, mirror) in parts)
        {
            tree.Remove(name, mirror, refs.TargetOfSnapshot(name, mirror));
            BeforeChange?.Invoke();
            refs.RemoveSnapshot(name, mirror);
        }
    }
}
