using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>The keys that may sign a repository. Whether each of them is allowed to sign is judged when one has signed.</summary>
internal sealed class Keyring
{
    /// <summary>The largest keyring file that is read, in bytes.</summary>
    public const int MaxFileSize = 16 * 1024 * 1024;

    private readonly Dictionary<string, Certificate> _certificates = [];
    private readonly HashSet<KeyPacket> _accepted = [];

    private Keyring()
    {
    }

    /// <summary>Reads keyring files, armored or binary (RFC 9580 sections 6 and 10.1).</summary>
    /// <exception cref="MirrorException">A file is missing, unreadable, or without the keys asked for.</exception>
    public static Keyring Load(IEnumerable<KeyringFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var keyring = new Keyring();
        foreach (var file in files)
        {
            keyring.Add(file);
        }

        return keyring._accepted.Count > 0 ? keyring : throw OpenPgpDiagnostics.NoKeyring();
    }

    /// <summary>Accepts every key of certificates, each as its packets.</summary>
    /// <exception cref="InvalidDataException">They are not valid.</exception>
    public static Keyring Of(IEnumerable<byte[]> certificates)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        var keyring = new Keyring();
        foreach (var packets in certificates)
        {
            keyring._accepted.UnionWith(CertificateReader.Read(packets, keyring._certificates).SelectMany(Keys));
        }

        return keyring;
    }

    /// <summary>The accepted keys that one of the key IDs or fingerprints names, with the certificates they stand in.</summary>
    internal IReadOnlyList<(Certificate Certificate, Subkey? Subkey)> Find(IReadOnlyList<string> issuers)
    {
        var found = new List<(Certificate, Subkey?)>(1);
        foreach (var certificate in _certificates.Values)
        {
            if (IsMeant(certificate.Primary))
            {
                found.Add((certificate, null));
            }

            foreach (var subkey in certificate.Subkeys)
            {
                if (IsMeant(subkey.Key))
                {
                    found.Add((certificate, subkey));
                }
            }
        }

        return found;

        bool IsMeant(KeyPacket key)
        {
            for (var i = 0; i < issuers.Count; i++)
            {
                if (key.IsNamed(issuers[i]))
                {
                    return _accepted.Contains(key);
                }
            }

            return false;
        }
    }

    private void Add(KeyringFile file)
    {
        IReadOnlyCollection<Certificate> certificates;
        try
        {
            certificates = CertificateReader.Read(ReadPackets(file.Path), _certificates);
        }
        catch (InvalidDataException exception)
        {
            throw OpenPgpDiagnostics.KeyringUnusable(file.Path, exception.Message, exception);
        }

        if (certificates.Count == 0)
        {
            throw OpenPgpDiagnostics.KeyringUnusable(file.Path, "it does not contain an OpenPGP public key of version 4 or 6");
        }

        if (file.Fingerprints.Count == 0)
        {
            _accepted.UnionWith(certificates.SelectMany(Keys));
        }

        foreach (var fingerprint in file.Fingerprints)
        {
            Accept(file.Path, certificates, fingerprint);
        }
    }

    private void Accept(string path, IReadOnlyCollection<Certificate> certificates, string fingerprint)
    {
        var exact = fingerprint.EndsWith('!');
        var wanted = (exact ? fingerprint[..^1] : fingerprint).ToUpperInvariant();
        var keys = certificates
            .Where(certificate => !exact && certificate.Primary.Fingerprint == wanted)
            .SelectMany(Keys)
            .Concat(certificates.SelectMany(Keys).Where(key => key.Fingerprint == wanted))
            .ToList();
        if (keys.Count == 0)
        {
            throw OpenPgpDiagnostics.KeyringUnusable(path, $"it does not contain a key with the fingerprint {wanted}");
        }

        _accepted.UnionWith(keys);
    }

    private static IEnumerable<KeyPacket> Keys(Certificate certificate) =>
        certificate.Subkeys.Select(subkey => subkey.Key).Prepend(certificate.Primary);

    /// <summary>The packets of a keyring file, armored or not.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal static ReadOnlyMemory<byte> ReadPackets(string path)
    {
        var data = Read(path);
        return Armor.IsText(data) ? Armor.Decode(data, Armor.PublicKeyBlock, alone: false) : data;
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (stream.Length > MaxFileSize)
            {
                throw new InvalidDataException($"it is larger than {MaxFileSize >> 20} MiB");
            }

            var data = new byte[stream.Length];
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw OpenPgpDiagnostics.KeyringMissing(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
