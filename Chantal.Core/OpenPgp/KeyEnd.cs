using Chantal.Diagnostics;

namespace Chantal.OpenPgp;

/// <summary>When keys of a definition end, so that somebody can get their successors before.</summary>
internal static class KeyEnd
{
    /// <summary>
    /// When the certificates with these fingerprints cannot sign any more: where the last of their keys that may sign expires. Those that never
    /// expire are left out, and so is a file that is not an OpenPGP keyring.
    /// </summary>
    /// <param name="files">The keyring files.</param>
    /// <param name="fingerprints">Fingerprints of primary keys.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyDictionary<string, DateTimeOffset> Of(IEnumerable<KeyringFile> files, IEnumerable<string> fingerprints, DateTimeOffset now)
    {
        var wanted = fingerprints.Distinct(StringComparer.Ordinal).ToList();
        var ends = new SortedDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var keyring in wanted.Count == 0 ? [] : files.Select(TryLoad).OfType<Keyring>())
        {
            foreach (var fingerprint in wanted)
            {
                var keys = keyring.Find([fingerprint]).Where(k => k.Subkey is null).SelectMany(k => Keys(k.Certificate));
                var judged = keys.Select(k => Judge(k.Certificate, k.Subkey, now)).Where(k => k.MaySign).ToList();
                if (judged.Count > 0 && judged.TrueForAll(k => k.End is not null))
                {
                    ends[fingerprint] = judged.Max(k => k.End!.Value);
                }
            }
        }

        return ends;
    }

    private static Keyring? TryLoad(KeyringFile file)
    {
        try
        {
            return Keyring.Load([file]);
        }
        catch (MirrorException)
        {
            return null;
        }
    }

    private static IEnumerable<(Certificate Certificate, Subkey? Subkey)> Keys(Certificate certificate) =>
        certificate.Subkeys.Select(s => (certificate, (Subkey?)s)).Prepend((certificate, null));

    private static (bool MaySign, DateTimeOffset? End) Judge(Certificate certificate, Subkey? subkey, DateTimeOffset now)
    {
        var judge = new KeyJudge(SignaturePolicy.Default, now);
        return (judge.Judge(certificate, subkey) is null or { Code: DiagnosticCodes.ExpiredKey }, judge.EndOf(certificate, subkey));
    }
}
