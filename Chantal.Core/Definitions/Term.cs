namespace Chantal.Definitions;

/// <summary>What the value of a property or item is.</summary>
internal enum TermKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, or 0.</summary>
    Duration,

    /// <summary>A file or directory; a relative one starts at the definition's folder.</summary>
    Path,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>Several texts.</summary>
    List,
}

/// <summary>Where a term can stand.</summary>
internal enum TermScope
{
    /// <summary>In the definition of a mirror.</summary>
    Mirror,

    /// <summary>Above all mirrors that share a store, or in each.</summary>
    Store,

    /// <summary>On the command line, for one run.</summary>
    Run,

    /// <summary>In an estate.</summary>
    Estate,
}

/// <summary>A public property or item of a definition.</summary>
/// <param name="Name">Its name in a project.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Summary">What it means, in a sentence without its end.</param>
internal sealed record Term(string Name, TermKind Kind, string Summary)
{
    /// <summary>Whether it is an item.</summary>
    public bool IsItem { get; init; }

    /// <summary>Where it can stand.</summary>
    public TermScope Scope { get; init; } = TermScope.Mirror;

    /// <summary>The repository types that know it; empty: every one.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Items: the metadata that an entry may have beside its name.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>Its key in YAML: snake_case, items in the plural.</summary>
    public string Key => Name switch
    {
        "MirrorType" => "type",
        "MirrorName" => "name",
        _ => Plural(Snake(Name)),
    };

    /// <summary>A name in PascalCase as snake_case.</summary>
    public static string Snake(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(name.Select((c, at) => at > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
    }

    private string Plural(string key) =>
        !IsItem || key.EndsWith('s') ? key
        : key.EndsWith('y') ? key[..^1] + "ies"
        : key.EndsWith("ex", StringComparison.Ordinal) ? key[..^2] + "ices"
        : key + "s";
}
