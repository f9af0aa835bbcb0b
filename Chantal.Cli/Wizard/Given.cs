using Chantal.Definitions;

namespace Chantal.Cli.Wizard;

/// <summary>What a command line says of a first definition.</summary>
internal sealed record Given
{
    /// <summary>The type of mirror, or null.</summary>
    public string? Type { get; init; }

    /// <summary>The mirror's name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Base URLs.</summary>
    public IReadOnlyList<string> Upstream { get; init; } = [];

    /// <summary>Keyring files, each perhaps with fingerprints.</summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];

    /// <summary>Fingerprints that somebody has compared, in upper-case hex.</summary>
    public IReadOnlyList<string> Fingerprints { get; init; } = [];

    /// <summary>Items of the definition.</summary>
    public IReadOnlyList<DefinitionItem> Items { get; init; } = [];

    /// <summary>Whether what the named packages need is taken too.</summary>
    public bool IncludesDependencies { get; init; }

    /// <summary>Whether everything is wanted.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether an upstream without signatures is taken.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Whether the upstream is not looked at.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Properties that hold while the upstream is looked at, such as a proxy.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Where relative paths start.</summary>
    public required string Directory { get; init; }

    /// <summary>Where keys are written.</summary>
    public required string KeyDirectory { get; init; }

    /// <summary>Where the keys are that come with Chantal.</summary>
    public required string ShippedKeys { get; init; }

    /// <summary>The root directory of this machine, whose keyrings are known.</summary>
    public string MachineRoot { get; init; } = "/";

    /// <summary>The values of an item.</summary>
    public IReadOnlyList<string> Values(string item) => [.. Items.Where(i => i.Name == item).Select(i => i.Value)];
}

/// <summary>A first definition, and the keys that go with it.</summary>
/// <param name="Definition">The definition; relative paths start at <see cref="Given.Directory"/>.</param>
/// <param name="Keys">Files of keys to write, by their whole paths.</param>
internal sealed record FirstMirror(MirrorDefinition Definition, IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Keys);
