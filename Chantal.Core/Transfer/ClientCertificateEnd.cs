using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Chantal.Transfer;

/// <summary>When the certificate ends by which servers know this client, so that somebody can renew it before.</summary>
internal static class ClientCertificateEnd
{
    /// <summary>The end; null: there is no certificate that can be read, which the transfer says.</summary>
    /// <param name="place">A PEM file, or a directory of pairs, of which the one counts that is valid longest.</param>
    public static DateTimeOffset? Of(string place) =>
        Directory.Exists(place) ? Directory.EnumerateFiles(place, "*.pem").Where(f => !f.EndsWith("-key.pem", StringComparison.Ordinal)).Max(Read) : Read(place);

    private static DateTimeOffset? Read(string file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            return certificate.NotAfter;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
