using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chantal.Diagnostics;

namespace Chantal.Transfer;

/// <summary>The certificates the options name, as the TLS layer wants them.</summary>
internal static class TlsFiles
{
    /// <summary>Sets trust and client certificate; leaves the system's defaults where the options say nothing.</summary>
    public static void Apply(TransferOptions options, SslClientAuthenticationOptions tls, TimeProvider time, ILog log)
    {
        if (options.CaBundle is { Length: > 0 } bundle)
        {
            tls.CertificateChainPolicy = Trusting(Read(bundle, "CaBundle", static path =>
            {
                var certificates = new X509Certificate2Collection();
                certificates.ImportFromPemFile(path);
                return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
            }));
        }

        if (options.ClientCertificate is { Length: > 0 } certificate)
        {
            tls.ClientCertificateContext = Directory.Exists(certificate)
                ? ReadBest(certificate, time.GetUtcNow(), log)
                : Read(certificate, "ClientCertificate or ClientKey", path => Identity(path, options.ClientKey));
        }
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection certificates)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(certificates);

        // A bundle may hold intermediates too, for servers that do not send theirs.
        policy.ExtraStore.AddRange(certificates);
        return policy;
    }

    // As subscription-manager lays out /etc/pki/entitlement: one pair a subscription, of which old ones stay. Of those that are valid, the one that is
    // valid longest.
    private static SslStreamCertificateContext ReadBest(string directory, DateTimeOffset now, ILog log)
    {
        var valid = new List<(string File, DateTimeOffset Until)>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.pem").Where(f => File.Exists(KeyOf(f))))
        {
            using var certificate = Read(file, "ClientCertificate", X509CertificateLoader.LoadCertificateFromFile);
            if (certificate.NotBefore <= now.LocalDateTime && now.LocalDateTime < certificate.NotAfter)
            {
                valid.Add((file, certificate.NotAfter));
            }
        }

        if (valid.Count == 0)
        {
            throw TransferDiagnostics.NoValidCertificate(directory);
        }

        var best = valid.OrderByDescending(v => v.Until).ThenBy(v => v.File, StringComparer.Ordinal).First();
        log.Info($"The client certificate is '{best.File}', valid until {best.Until.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC.");
        return Read(best.File, "ClientCertificate", path => Identity(path, KeyOf(path)));
    }

    private static string KeyOf(string certificate) => certificate[..^".pem".Length] + "-key.pem";

    private static SslStreamCertificateContext Identity(string path, string? keyPath)
    {
        var certificate = X509Certificate2.CreateFromPemFile(path, string.IsNullOrEmpty(keyPath) ? path : keyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        return SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    private static T Read<T>(string path, string property, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw TransferDiagnostics.CertificateUnreadable(path, property, exception);
        }
    }
}
