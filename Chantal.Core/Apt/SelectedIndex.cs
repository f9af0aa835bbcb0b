using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Plans;

namespace Chantal.Apt;

/// <summary>A file of a Release that the definition takes.</summary>
/// <param name="Path">Below the upstream.</param>
/// <param name="Entry">What the Release says of it.</param>
/// <param name="Kind">What is to be read in it.</param>
/// <param name="Scope">For counting, such as <c>bookworm/main</c>.</param>
/// <param name="BasePath">The path without the ending of a compression.</param>
/// <param name="Compression">How it is compressed.</param>
internal sealed record SelectedIndex(string Path, ReleaseEntry Entry, IndexKind Kind, string Scope, string BasePath, Compression Compression)
{
    /// <summary>
    /// <see cref="PlanEntry.Group"/> of the file: its base where the Release lists more than one encoding of it, of which
    /// upstreams commonly keep the compressed ones only.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Whether clients of the selected architectures do without it.</summary>
    public bool IsOptional { get; init; }
}
