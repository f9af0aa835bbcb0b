using Chantal.Diagnostics;

namespace Chantal.Plans;

/// <summary>Takes the files that a mirror wants: a plan, or a part of one.</summary>
internal interface IPlanLines
{
    /// <summary>
    /// Adds a file. A path that was added before must state the same content; the entries become one. A path that could
    /// leave the tree throws <see cref="DiagnosticCodes.HostilePath"/>.
    /// </summary>
    /// <param name="entry">The file.</param>
    /// <param name="listedIn">The metadata file that names it, for messages.</param>
    void Add(PlanEntry entry, string listedIn);

    /// <summary>
    /// Adds a package by the texts that metadata has of it, which costs a fraction of making an entry; false if they do not stand in a plan as they
    /// are, or if it is looked at more closely what is added: then it takes an entry.
    /// </summary>
    /// <param name="package">The package.</param>
    bool TryAdd(in PlainPackage package);
}
