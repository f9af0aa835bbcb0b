namespace Chantal.Definitions;

/// <summary>Moves a definition to another folder: relative paths in it are written again, so that they lead where they led.</summary>
internal static class DefinitionPaths
{
    /// <summary>The same definition as it reads in another folder.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="from">The folder where it stands.</param>
    /// <param name="to">The folder where it will stand.</param>
    public static MirrorDefinition Move(this MirrorDefinition definition, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition with
        {
            Properties = [.. definition.Properties.Select(p => new KeyValuePair<string, string>(p.Key, MoveProperty(p.Key, p.Value)))],
            Items = [.. definition.Items.Select(i => Vocabulary.Get(i.Name).HasFiles ? i with { Value = MovePath(i.Value, from, to) } : i)],
        };

        string MoveProperty(string name, string value) => Vocabulary.Get(name).HasFiles
            ? string.Join(';', DefinitionValues.Split(value).Select(k => MoveFirst(k, from, to)))
            : Vocabulary.Get(name).Kind == TermKind.Path ? MovePath(value, from, to) : value;
    }

    /// <summary>A path as it reads in another folder; an absolute one is the same everywhere.</summary>
    public static string MovePath(string path, string from, string to) =>
        Path.IsPathRooted(path) || path.Contains("://", StringComparison.Ordinal) || path.Contains("$(", StringComparison.Ordinal) ? path : Path.GetRelativePath(to, Path.GetFullPath(path, from));

    // Fingerprints stand behind a keyring.
    private static string MoveFirst(string keyring, string from, string to)
    {
        var space = keyring.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? MovePath(keyring, from, to) : MovePath(keyring[..space], from, to) + keyring[space..];
    }
}
