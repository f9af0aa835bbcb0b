using Chantal.Transfer;

namespace Chantal.Repositories;

/// <summary>
/// What is known of a part's root files on disk, kept beside them in <c>state.json</c>. It is written last, so that files
/// which do not agree with it show that a run was ended in between.
/// </summary>
internal sealed record RootState
{
    /// <summary>The format that this code writes; any other is as good as none.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The files, by name.</summary>
    public required IReadOnlyDictionary<string, RootFileState> Files { get; init; }

    /// <summary>
    /// Files that upstream has but that do not fit the others, as stale caches serve them; they are not kept, and asked for
    /// again until they change.
    /// </summary>
    public IReadOnlyDictionary<string, RootFileState>? Unfit { get; init; }

    /// <summary>Fingerprints of the keys whose signatures were found good.</summary>
    public IReadOnlyList<string> Signers { get; init; } = [];

    /// <summary>Digest of the keyring that the signatures were checked with; null if they were not checked.</summary>
    public string? Keyring { get; init; }

    /// <summary>What else the files were fetched and judged by; a definition that says otherwise fetches them again.</summary>
    public string? Terms { get; init; }

    /// <summary>Base URLs of the part's files where a list of mirrors named them, the one that answered first; null: the definition's.</summary>
    public IReadOnlyList<string>? Bases { get; init; }

    /// <summary>When upstream made this state, kept here so that unchanged roots need not be read again.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Until when the upstream guarantees it, which may pass while the roots stay the same.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>What to ask for a file with; null if it is not known.</summary>
    public Validators? ValidatorsOf(string name) => Files.GetValueOrDefault(name)?.ToValidators();

    /// <summary>Whether an answer says that a file is what is known; a server that knows no conditional requests sends it again.</summary>
    public bool IsSame(string name, RootResponse response) => response switch
    {
        RootResponse.NotModified => true,
        RootResponse.Modified modified => Files.GetValueOrDefault(name)?.Sha256 == RootDirectory.Digest(modified.Bytes.Span),
        _ => !Files.ContainsKey(name),
    };
}

/// <summary>One root file on disk.</summary>
/// <param name="Sha256">Its content, in hexadecimal digits.</param>
/// <param name="ETag">The upstream's entity tag, or null.</param>
/// <param name="LastModified">When the upstream says it was modified, or null.</param>
internal sealed record RootFileState(string Sha256, string? ETag = null, DateTimeOffset? LastModified = null)
{
    /// <summary>What to ask for the file with.</summary>
    public Validators ToValidators() => new(ETag, LastModified);
}
