using System.Text;
using Chantal.Definitions;
using Chantal.OpenPgp;
using Chantal.Repositories;

namespace Chantal.Files.Signing;

/// <summary>The keys of a definition, of OpenPGP and of minisign, and what they say of files.</summary>
internal sealed class FileKeys
{
    private const int MaxKeyFile = 4096;

    private readonly IReadOnlyList<KeyringFile> _keyrings;
    private readonly IReadOnlyList<MinisignKey> _minisign;
    private readonly Lazy<SignatureVerifier> _texts;
    private readonly Lazy<SignatureVerifier> _files;

    private FileKeys(bool verifies, IReadOnlyList<KeyringFile> files, TimeProvider clock)
    {
        var minisign = files.ToDictionary(f => f, Minisign);
        _minisign = [.. minisign.Values.OfType<MinisignKey>()];
        _keyrings = [.. files.Where(f => minisign[f] is null)];
        Identity = verifies ? KeyringDigest.Of(files) : null;

        // A list is signed again whenever it changes; a file stays as it was made, while its key expires.
        _texts = new Lazy<SignatureVerifier>(() => new SignatureVerifier(Keyring.Load(_keyrings), clock));
        _files = new Lazy<SignatureVerifier>(() => new SignatureVerifier(Keyring.Load(_keyrings), clock, SignatureUse.Package));
    }

    /// <summary>Digest of the keys; null: nothing is verified.</summary>
    public string? Identity { get; }

    /// <summary>Reads the keys that a definition names.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="areNeeded">Whether anything of it is signed.</param>
    /// <param name="clock">What time it is: keys and signatures expire.</param>
    public static FileKeys Read(DefinitionValues definition, bool areNeeded, TimeProvider clock)
    {
        var verifies = definition.Flag("VerifySignatures");
        var files = verifies ? KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf(".")) : [];
        return verifies && areNeeded && files.Count == 0
            ? throw DefinitionDiagnostics.Missing("SignedBy, whose keys sign the lists and files", "<SignedBy>keys/debian-cd.asc</SignedBy>")
            : new FileKeys(verifies && areNeeded, files, clock);
    }

    /// <summary>The text of a list, which has to be signed: by itself, or with a detached signature.</summary>
    /// <param name="file">The list.</param>
    /// <param name="signature">The detached signature, or null if the file is not signed by one.</param>
    /// <param name="name">What errors call the list.</param>
    public SignedList VerifyList(ReadOnlyMemory<byte> file, ReadOnlyMemory<byte>? signature, string name)
    {
        if (IsClearSigned(file.Span))
        {
            return Identity is null ? new SignedList(TextOf(file, name), [], null) : Text(Texts(name).VerifyClearSigned(file, name));
        }

        return Identity is null ? new SignedList(file, [], null)
            : signature is not { } detached ? throw RepositoryDiagnostics.RootUnsigned(name)
            : MinisignSignature.Is(detached.Span) ? Minisigned(() => new MemoryStream(file.ToArray()), detached, name) with { Text = file }
            : Text(Texts(name).VerifyDetached(file, detached, name));
    }

    /// <summary>The signers of a file with a detached signature, which has to be good.</summary>
    /// <param name="file">The file on this machine.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="name">What errors call the file.</param>
    public void VerifyFile(string file, ReadOnlyMemory<byte> signature, string name)
    {
        if (MinisignSignature.Is(signature.Span))
        {
            _ = Minisigned(() => File.OpenRead(file), signature, name);
        }
        else
        {
            _ = Require(_files, name).VerifyDetached(Parts(file), signature, name);
        }
    }

    /// <summary>Whether a list is in the cleartext signature framework.</summary>
    public static bool IsClearSigned(ReadOnlySpan<byte> file) => file.StartsWith("-----BEGIN PGP SIGNED MESSAGE-----"u8);

    /// <summary>What a list says, which was verified before.</summary>
    public static ReadOnlyMemory<byte> TextOf(ReadOnlyMemory<byte> file, string name) => IsClearSigned(file.Span) ? ClearSignedMessage.Parse(file, name).Payload : file;

    private SignatureVerifier Texts(string name) => Require(_texts, name);

    private SignatureVerifier Require(Lazy<SignatureVerifier> verifier, string name) =>
        _keyrings.Count > 0 ? verifier.Value : throw SigningDiagnostics.NoKeyOfKind(name, "OpenPGP");

    private SignedList Minisigned(Func<Stream> content, ReadOnlyMemory<byte> signature, string name) =>
        _minisign.Count > 0 ? new MinisignVerifier(_minisign).Verify(content, signature.Span, name) : throw SigningDiagnostics.NoKeyOfKind(name, "minisign");

    private static SignedList Text(VerifiedMessage message) =>
        new(message.Payload, [.. message.Signatures.Select(s => s.PrimaryFingerprint).Distinct()], message.Signatures.Max(s => s.Created));

    private static MinisignKey? Minisign(KeyringFile file) =>
        File.Exists(file.Path) && new FileInfo(file.Path).Length <= MaxKeyFile ? MinisignKey.Read(Encoding.UTF8.GetString(File.ReadAllBytes(file.Path))) : null;

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(string file)
    {
        using var stream = File.OpenRead(file);
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            yield return buffer.AsMemory(0, read);
        }
    }
}
