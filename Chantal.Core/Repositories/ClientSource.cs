using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>A state of a mirror as a host installs from it: what its client files are made of.</summary>
internal sealed record ClientSource
{
    /// <summary>The mirror.</summary>
    public required string Mirror { get; init; }

    /// <summary>What people call it, on one line.</summary>
    public required string Title { get; init; }

    /// <summary>Where its tree is served, with a slash at its end.</summary>
    public required Uri Address { get; init; }

    /// <summary>Where the armored keys are served.</summary>
    public required Uri KeyAddress { get; init; }

    /// <summary>The line that says whose the file is.</summary>
    public required string Mark { get; init; }

    /// <summary>The header of the state.</summary>
    public required PlanHeader Header { get; init; }

    /// <summary>The paths of its files below a directory.</summary>
    public required Func<string, IReadOnlyList<string>> Below { get; init; }

    /// <summary>What clients trust.</summary>
    public required ClientTrust Trust { get; init; }

    /// <summary>Whether its metadata stays while upstream goes on: a snapshot or a channel.</summary>
    public required bool IsFrozen { get; init; }

    /// <summary>Whether the address always shows this state: a snapshot.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>The address of a directory or file of it.</summary>
    public string AddressOf(string path) => Address.AbsoluteUri + ArtifactPath.ToUrl(path);
}

/// <summary>A file for hosts.</summary>
/// <param name="Ending">What follows the mirror's name and a dot.</param>
/// <param name="Text">What it says.</param>
internal sealed record ClientFile(string Ending, string Text);
