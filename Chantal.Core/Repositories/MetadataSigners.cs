using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Repositories;

/// <summary>Who signs metadata by OpenPGP, as a definition says: the keys of a word such as <c>SigningKey</c> themselves, or <c>SigningCommand</c> with the public keys that the word names.</summary>
internal static class MetadataSigners
{
    /// <summary>The signer; null: nobody signs.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="environment">Reads variables of the environment.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="word">The word that names the keys.</param>
    /// <exception cref="MirrorException">A key cannot be used.</exception>
    public static IMetadataSigner? Create(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock, string word = "SigningKey")
    {
        ArgumentNullException.ThrowIfNull(definition);
        var keys = definition.List(word);
        if (definition.PathOrNull("SigningCommand") is { } command)
        {
            return keys.Count > 0
                ? new CommandSigner(command, KeyringFile.ParseList(definition.Text(word), definition.PathOf(".")), clock)
                : throw DefinitionDiagnostics.Missing($"{word} beside SigningCommand: the public key that the command signs with", $"<{word}>keys/mirror.asc</{word}>");
        }

        var passphrases = SigningPassphrases.Read(definition, environment);
        return keys.Count == 0 ? null : new KeySigner([.. keys.Select((key, at) => SecretKeyring.Load(definition.PathOf(key), passphrases.Of(at), clock))], clock);
    }
}
