using Chantal.Diagnostics;

namespace Chantal.Plans;

/// <summary>A format's own check of the files that it names, beyond size and checksum: signatures within packages.</summary>
internal interface IArtifactCheck
{
    /// <summary>Tells checks apart: a content that passed one need not pass another.</summary>
    string Identity { get; }

    /// <summary>Whether the check has to do with a file.</summary>
    bool Concerns(PlanEntry entry);

    /// <summary>Checks a file, or throws.</summary>
    /// <param name="content">The file's content, whose size and checksum are right; it can be read at any place.</param>
    /// <param name="entry">What the plan says of it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">The file did not pass.</exception>
    void Check(Stream content, PlanEntry entry, CancellationToken cancellation);
}
