using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>
/// A state that is stored whole and is not yet the mirror's head: what has to hold before it is published is looked at in between. The plan that it came of keeps its
/// content; what is noted of it lies beside what is noted of the head, and takes its place with it.
/// </summary>
/// <param name="mirror">The mirror.</param>
/// <param name="checkRecord">The file that says by which check the head's packages were passed.</param>
internal sealed class CandidateState(MirrorContext mirror, string checkRecord)
{
    private readonly string _shards = Path.Combine(mirror.Layout.State(mirror.Mirror), "candidate-stored.txt");
    private readonly string _check = Path.Combine(mirror.Layout.State(mirror.Mirror), "candidate-checked-by.txt");

    /// <summary>The state that a stamp names.</summary>
    /// <param name="stamp">The file that the step wrote which kept it.</param>
    /// <exception cref="MirrorException">The file is damaged.</exception>
    public static GenerationId Named(string stamp) =>
        GenerationId.TryParse(File.ReadAllText(stamp).Trim()) ?? throw MirroringDiagnostics.StampUnreadable(stamp);

    /// <summary>Keeps a state.</summary>
    /// <param name="generation">The state, stored.</param>
    /// <param name="shards">Which of its shards the plan's came to.</param>
    /// <param name="check">By which check its packages were passed; null: they are not checked by themselves, or by an unknown one.</param>
    /// <param name="outdates">Files that follow from the candidate before it.</param>
    public void Keep(GenerationId generation, StoredShards shards, string? check, IReadOnlyList<string> outdates)
    {
        Drop([.. outdates, _shards, _check]);
        shards.Write(_shards, generation);
        if (check is not null)
        {
            WholeFile.Write(_check, $"{generation}\n{check}");
        }
    }

    /// <summary>Makes a state the mirror's head.</summary>
    /// <param name="generation">The state, stored.</param>
    /// <param name="outdates">Files that follow from the head.</param>
    /// <param name="accepted">What somebody accepted so that it was taken, or null.</param>
    public void Admit(GenerationId generation, IReadOnlyList<string> outdates, RecordedAcceptance? accepted = null)
    {
        // Of a run that ends in between, the next one looks at every package again.
        Drop([.. outdates, checkRecord]);

        // After a loss of power, the next run knows that it has to publish.
        mirror.Layout.Durability.FlushFileSystem(mirror.Layout.StoreRoot);

        // Written even if it says the same: it is an output of the target, and older than the candidate it would look out of date.
        mirror.Refs.SetMirror(mirror.Mirror, generation, mirror.Clock.GetUtcNow(), accepted);
        if (File.Exists(_check) && File.ReadAllText(_check).Split('\n', 2) is [var state, var check] && state == generation.ToString())
        {
            WholeFile.Write(checkRecord, check);
        }

        if (File.Exists(_shards))
        {
            File.Move(_shards, StoredShards.PathOf(mirror.Layout, mirror.Mirror), overwrite: true);
        }

        mirror.Refs.RemoveCandidate(mirror.Mirror);
        File.Delete(_check);
    }

    private static void Drop(IEnumerable<string> files) => files.ToList().ForEach(File.Delete);
}
