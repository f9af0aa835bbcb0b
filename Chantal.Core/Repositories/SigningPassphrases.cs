using Chantal.Definitions;

namespace Chantal.Repositories;

/// <summary>What secret keys of a definition are protected with: the lines of <c>SigningPassphraseFile</c>, or else the environment.</summary>
internal sealed class SigningPassphrases
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "CHANTAL_SIGNING_PASSPHRASE";

    private readonly IReadOnlyList<string> _lines;

    private SigningPassphrases(IReadOnlyList<string> lines) => _lines = lines;

    /// <summary>Reads them.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="environment">Reads variables of the environment.</param>
    public static SigningPassphrases Read(DefinitionValues definition, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(environment);
        if (definition.PathOrNull("SigningPassphraseFile") is not { } file)
        {
            return new SigningPassphrases(environment(Variable) is { Length: > 0 } text ? [text] : []);
        }

        try
        {
            return new SigningPassphrases(File.ReadAllLines(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RepositoryDiagnostics.PassphraseFileUnreadable(file, exception);
        }
    }

    /// <summary>That of one of several keys, in their order: a line of its own, or the only one there is; null if no passphrase is given.</summary>
    public string? Of(int key) => _lines.Count == 1 ? _lines[0] : _lines.ElementAtOrDefault(key);
}
