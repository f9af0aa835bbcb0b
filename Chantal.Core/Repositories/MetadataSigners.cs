using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;

namespace Chantal.Repositories;

/// <summary>Who signs rewritten metadata by OpenPGP, as a definition says: <c>SigningKey</c> itself, or <c>SigningCommand</c> with the public keys that <c>SigningKey</c> names.</summary>
internal static class MetadataSigners
{
    /// <summary>The signer; null: nobody signs.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="environment">Reads variables of the environment.</param>
    /// <param name="clock">What time it is.</param>
    /// <exception cref="MirrorException">A key cannot be used.</exception>
    public static IMetadataSigner? Create(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var keys = definition.List("SigningKey");
        if (definition.PathOrNull("SigningCommand") is { } command)
        {
            return keys.Count > 0
                ? new CommandSigner(command, KeyringFile.ParseList(definition.Text("SigningKey"), definition.PathOf(".")), clock)
                : throw DefinitionDiagnostics.Missing("SigningKey beside SigningCommand: the public key that the command signs with", "<SigningKey>keys/mirror.asc</SigningKey>");
        }

        var passphrases = SigningPassphrases.Read(definition, environment);
        return keys.Count == 0 ? null : new KeySigner([.. keys.Select((key, at) => SecretKeyring.Load(definition.PathOf(key), passphrases.Of(at), clock))], clock);
    }
}
