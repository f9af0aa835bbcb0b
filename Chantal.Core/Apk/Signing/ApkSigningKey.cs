using System.Security.Cryptography;
using Chantal.Diagnostics;

namespace Chantal.Apk.Signing;

/// <summary>
/// An RSA private key in PEM that signs an index, as <c>abuild-keygen</c> and <c>openssl genrsa</c> make it. Clients know it by the name of its file with
/// <c>.pub</c> appended.
/// </summary>
internal sealed class ApkSigningKey
{
    private const int MaxFileSize = 64 * 1024;

    // The name of a signature has to fit into the header of a tar archive.
    private const int MaxNameLength = 100;

    private readonly RSA _key;

    private ApkSigningKey(RSA key, string publicName) => (_key, PublicName) = (key, publicName);

    /// <summary>The name of the public key's file.</summary>
    public string PublicName { get; }

    /// <summary>The public key, for clients to put into <c>/etc/apk/keys</c>.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Loads a key.</summary>
    /// <param name="file">The file.</param>
    /// <param name="passphrase">What the key is protected with; not looked at where it is not protected.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.SigningKeyUnusable"/> or <see cref="DiagnosticCodes.SigningKeyLocked"/>.</exception>
    public static ApkSigningKey Load(string file, string? passphrase)
    {
        var publicName = Path.GetFileName(file) + ".pub";
        var key = RSA.Create();
        try
        {
            var pem = new FileInfo(file).Length <= MaxFileSize ? File.ReadAllText(file) : throw SigningDiagnostics.SigningKeyUnusable(file, "it is not a key");
            Import(key, pem, passphrase, file);

            // A public key alone can be imported, and not sign.
            _ = key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SigningDiagnostics.SigningKeyUnusable(file, exception is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : exception.Message.TrimEnd('.'), exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw SigningDiagnostics.SigningKeyUnusable(file, "it is not an RSA private key in PEM", exception);
        }

        return ApkSignature.FileName(publicName).Length <= MaxNameLength ? new ApkSigningKey(key, publicName) : throw SigningDiagnostics.SigningKeyUnusable(file, "its name is too long for a signature");
    }

    /// <summary>A signature of SHA-256 (RFC 8017 section 8.2).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static void Import(RSA key, string pem, string? passphrase, string file)
    {
        if (!pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            key.ImportFromPem(pem);
            return;
        }

        try
        {
            key.ImportFromEncryptedPem(pem, string.IsNullOrEmpty(passphrase) ? throw SigningDiagnostics.PassphraseMissing(file) : passphrase);
        }
        catch (CryptographicException exception)
        {
            throw SigningDiagnostics.PassphraseWrong(file, exception);
        }
    }
}
