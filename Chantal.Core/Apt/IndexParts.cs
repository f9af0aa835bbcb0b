using Chantal.Apt.Release;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>
/// What the indices of a mirror come to, kept from one plan to the next: an index whose digest is the same is not fetched, unpacked or read. This
/// is for mirrors of whole suites. Where packages are named or excluded, what an index comes to depends on the others.
/// </summary>
internal sealed class IndexParts
{
    private readonly PlanParts _parts;
    private readonly string _record;

    private IndexParts(PlanParts parts, string record)
    {
        _parts = parts;
        _record = record;
    }

    /// <summary>The parts of a mirror's plans; null: the mirror does not take whole suites.</summary>
    /// <param name="definition">What the mirror takes.</param>
    /// <param name="record">What the definition means, as a text: what was made of another one is made again.</param>
    /// <param name="directory">Where they lie.</param>
    public static IndexParts? For(AptDefinition definition, string record, string directory) =>
        definition.Packages.Count + definition.ExcludePackages.Count + definition.ExcludeFiles.Count == 0 && !definition.Blocks ? new IndexParts(new PlanParts(directory), record) : null;

    /// <summary>Whether an index comes to a part.</summary>
    public static bool Has(ReadableIndex index) => index.Kind is IndexKind.Packages or IndexKind.Sources;

    /// <summary>What an index comes to, from an earlier plan; null: it has to be read.</summary>
    /// <param name="index">The index.</param>
    /// <param name="metadata">Where packages must not lie: a part with packages there is judged again.</param>
    public PlanPart? Find(ReadableIndex index, MetadataPaths metadata) => _parts.Find(SourceOf(index), p => p.Tops is { } tops && !metadata.AnyBelow(tops));

    /// <summary>Begins to make what an index comes to.</summary>
    public PlanPartDraft Begin(ReadableIndex index) => _parts.Begin(SourceOf(index));

    /// <summary>Removes what no index came to.</summary>
    public void Tidy() => _parts.Tidy();

    private string SourceOf(ReadableIndex index) =>
        string.Join('\n', index.Encodings.Select(e => $"{e.Path} {e.Scope} {string.Join(' ', e.Entry.Checksums)}").Prepend($"{index.Suite.Name} {index.Suite.Directory}").Append(_record));
}
