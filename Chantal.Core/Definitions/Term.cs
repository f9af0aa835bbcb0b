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

    /// <summary>A number of bytes, such as <c>10M</c>.</summary>
    Bytes,

    /// <summary>A part of a whole, such as <c>10%</c>.</summary>
    Share,

    /// <summary>A part of a whole, such as <c>10%</c>, or a number.</summary>
    Limit,

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

/// <summary>What has to be done again when the value of a term changes.</summary>
internal enum TermEffect
{
    /// <summary>The plan, and what rests on it.</summary>
    Plan,

    /// <summary>The published tree.</summary>
    Publishing,

    /// <summary>Nothing: the term says how a run goes, or which mirror it is about.</summary>
    Nothing,
}

/// <summary>A public property or item of a definition, with all that is known of it.</summary>
/// <param name="Name">Its name in a project.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Summary">What it means, in Markdown: a sentence without its end.</param>
internal sealed record Term(string Name, TermKind Kind, string Summary)
{
    private TermEffect? _effect;

    /// <summary>Whether it is an item.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether it can be set as a property; of the items, <c>Mirror</c> is one on the command line.</summary>
    public bool IsProperty => !IsItem || IsAlsoProperty;

    /// <summary>Items: whether there is a property of the same name.</summary>
    public bool IsAlsoProperty { get; init; }

    /// <summary>Items: whether entries can have <c>*</c> and <c>?</c>, which MSBuild would take for a search of files.</summary>
    public bool HasPatterns { get; init; }

    /// <summary>Items and lists: whether entries are files.</summary>
    public bool HasFiles { get; init; }

    /// <summary>Whether its value, or each entry of it, begins with a path on this machine.</summary>
    public bool IsPath => Kind == TermKind.Path || HasFiles;

    /// <summary>Where it can stand.</summary>
    public TermScope Scope { get; init; } = TermScope.Mirror;

    /// <summary>What has to be done again when it changes: the plan, unless the term says otherwise.</summary>
    public TermEffect Effect
    {
        get => _effect ?? (Scope == TermScope.Mirror ? TermEffect.Plan : TermEffect.Nothing);
        init => _effect = value;
    }

    /// <summary>The repository types that know it; empty: every one.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Items: the metadata that an entry may have beside its name.</summary>
    public IReadOnlyList<string> Metadata { get; init; } = [];

    /// <summary>Those of the metadata that are lists: texts separated by <c>;</c>, in YAML a list too.</summary>
    public IReadOnlyList<string> ListMetadata { get; init; } = [];

    /// <summary>The value that counts where nothing is said; null: none.</summary>
    public string? Default { get; init; }

    /// <summary>What counts where nothing is said, in Markdown, if it is not simply <see cref="Default"/>.</summary>
    public string? DefaultText { get; init; }

    /// <summary>Numbers: the least one.</summary>
    public int Least { get; init; }

    /// <summary>Numbers: the greatest one.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>What a value looks like, as the end of "it can be", if the kind alone does not say it.</summary>
    public string Form { get; init; } = "";

    /// <summary>What the term means for some types, where that is not the same as for the others.</summary>
    public IReadOnlyDictionary<string, TypeMeaning> ForTypes { get; init; } = new Dictionary<string, TypeMeaning>();

    /// <summary>The sentence without Markdown.</summary>
    public string Description => Summary.Replace("`", "", StringComparison.Ordinal);

    /// <summary>What counts where nothing is said, as a sentence without Markdown; null: nothing does.</summary>
    public string? DefaultSentence => (DefaultText ?? Default)?.Replace("`", "", StringComparison.Ordinal) switch
    {
        null => null,
        var text when text.StartsWith("required", StringComparison.Ordinal) => $"R{text[1..]}.",
        var text => $"Default: {text}.",
    };

    /// <summary>Its key in YAML: snake_case, items in the plural.</summary>
    public string Key => Name switch
    {
        "MirrorType" => "type",
        "MirrorName" => "name",
        "ExcludeData" => "exclude_data",
        _ => Plural(Snake(Name)),
    };

    /// <summary>The environment variable that sets the property, unless the definition or the command line does.</summary>
    public string Variable => "CHANTAL_" + Name.ToUpperInvariant();

    /// <summary>Whether mirrors of a type know it; a plug-in's type knows every one.</summary>
    public bool IsKnownTo(string type) => Types.Count == 0 || Types.Contains(type) || !Vocabulary.Types.Contains(type);

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

/// <summary>What a term means for one type, in Markdown.</summary>
/// <param name="Summary">The sentence; null: the term's own.</param>
/// <param name="DefaultText">What counts where nothing is said; null: the term's own.</param>
internal sealed record TypeMeaning(string? Summary, string? DefaultText = null);
