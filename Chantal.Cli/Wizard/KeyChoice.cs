using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Surveys;

namespace Chantal.Cli.Wizard;

/// <summary>Decides which keys a first definition trusts: those that were named, that come with Chantal, or that this machine trusts; others only if somebody has compared their fingerprints.</summary>
/// <param name="questions">Who is asked.</param>
/// <param name="given">What the command line says.</param>
internal sealed class KeyChoice(IQuestions questions, Given given)
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _written = new(StringComparer.Ordinal);

    /// <summary>Files of keys to write.</summary>
    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Written => [.. _written];

    /// <summary>The definition with the keys that sign these roots.</summary>
    /// <exception cref="MirrorException">There is nothing that may be trusted.</exception>
    public async Task<MirrorDefinition> DecideAsync(MirrorDefinition definition, IReadOnlyList<SignedRoot> roots, UpstreamSurvey survey, SurveyClient client, CancellationToken cancellation)
    {
        var signers = Signers.Find(roots, [.. Given().Select(f => KeyFile.TryRead(f.Path, KeyOrigin.Given)).OfType<KeyFile>(), .. KeyFile.OfDirectory(given.ShippedKeys, KeyOrigin.Shipped), .. KeyFile.OfMachine(given.MachineRoot)]);
        if (signers.Unknown.Count > 0 && given.SignedBy.Count == 0)
        {
            signers = await ConfirmAsync(roots, signers, survey, client, cancellation);
        }

        foreach (var (file, keys) in signers.Known)
        {
            foreach (var key in keys)
            {
                questions.Say($"Signed with {key.Shown} ({key.Owner}): {Where(file)}");
            }
        }

        if (signers.Unsigned.Count > 0)
        {
            definition = AcceptUnsigned(definition, signers.Unsigned[0], hasKeys: signers.Known.Count > 0);
        }

        return definition.With("SignedBy", string.Join(';', given.SignedBy.Count > 0 ? [.. Named()] : [.. signers.Known.Select(k => Entry(k.File, k.Keys))]));
    }

    /// <summary>The keyrings that were named, as the definition says them: what is elsewhere on the machine is copied beside it, where whoever syncs can read it.</summary>
    public IEnumerable<string> Named() => Given().Select(Kept);

    private IEnumerable<KeyringFile> Given() => given.SignedBy.SelectMany(s => KeyringFile.ParseList(s, given.Directory));

    private string Kept(KeyringFile keyring) =>
        string.Join(' ', keyring.Fingerprints.Prepend(KeyFile.TryRead(keyring.Path, KeyOrigin.Given) is { } file ? Place(file) : Path.GetRelativePath(given.Directory, keyring.Path)));

    private async Task<Signers> ConfirmAsync(IReadOnlyList<SignedRoot> roots, Signers signers, UpstreamSurvey survey, SurveyClient client, CancellationToken cancellation)
    {
        var served = await ServedKeys.FindAsync(survey, client, cancellation);
        var offered = Signers.Find(signers.Unknown, served);
        foreach (var (file, key) in offered.Known.SelectMany(k => k.Keys.Select(key => (k.File, Key: key))).Where(k => !IsCompared(k.Key)))
        {
            if (!questions.CanAsk)
            {
                throw SurveyDiagnostics.KeyUnconfirmed(file, key);
            }

            questions.Say($"The upstream is signed with this key, which it serves itself at {file.Place}, as anybody who stands in for it could:");
            questions.Say($"  {key.Shown}  {key.Owner}");
            if (!questions.Confirm("Have you compared the fingerprint with one from the owner of the key?"))
            {
                throw SurveyDiagnostics.KeyUnconfirmed(file, key);
            }
        }

        if (offered.Unknown.Count == 0)
        {
            return signers with { Known = [.. signers.Known, .. offered.Known], Unknown = [] };
        }

        if (!questions.CanAsk)
        {
            throw SurveyDiagnostics.SignerUnknown(offered.Unknown[0]);
        }

        questions.Say(SurveyDiagnostics.SignerUnknown(offered.Unknown[0]).Message);
        var path = TypedFile(questions.Ask("File with the key", null));
        var typed = KeyFile.TryRead(path, KeyOrigin.Given);
        var all = Signers.Find(roots, [.. signers.Known.Select(k => k.File), .. offered.Known.Select(k => k.File), .. typed is null ? Array.Empty<KeyFile>() : [typed]]);
        return all.Unknown.Count == 0 ? all : throw SurveyDiagnostics.SignerUnknown(all.Unknown[0]);
    }

    private bool IsCompared(SignerKey key) => key.Names.Append(key.Fingerprint).Any(given.Fingerprints.Contains);

    private string TypedFile(string path) => Path.GetFullPath(path, given.Directory);

    private MirrorDefinition AcceptUnsigned(MirrorDefinition definition, SignedRoot root, bool hasKeys)
    {
        if (!given.IsUnsigned && !questions.Confirm($"'{root.Path}' is not signed, so anybody on the way could change what is mirrored. Take it all the same?"))
        {
            throw SurveyDiagnostics.UpstreamUnsigned(root);
        }

        definition = definition.With("VerifySignatures", "false");
        return hasKeys || given.SignedBy.Count > 0 || definition["MirrorType"] is not ("rpm" or "apk") ? definition : definition.With("VerifyPackages", "false");
    }

    // Of a file with the keys of many, those count that sign here.
    private string Entry(KeyFile file, IReadOnlyList<SignerKey> keys)
    {
        var isNarrowed = file.Origin is not (KeyOrigin.Shipped or KeyOrigin.Given) && keys[0].Names[0] != file.Name;
        return string.Join(' ', [Place(file), .. isNarrowed ? keys.Select(k => k.Fingerprint) : []]);
    }

    private string Place(KeyFile file)
    {
        var here = Path.GetRelativePath(given.Directory, file.Place);
        if (file.Origin == KeyOrigin.Given && !here.StartsWith("..", StringComparison.Ordinal))
        {
            return here;
        }

        var path = Path.Combine(given.KeyDirectory, file.Name);
        for (var number = 2; (File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content.Span)) || (_written.TryGetValue(path, out var other) && !other.Span.SequenceEqual(file.Content.Span)); number++)
        {
            path = Path.Combine(given.KeyDirectory, $"{Path.GetFileNameWithoutExtension(file.Name)}-{number}{Path.GetExtension(file.Name)}");
        }

        _written[path] = file.Content;
        return Path.GetRelativePath(given.Directory, path);
    }

    private static string Where(KeyFile file) => file.Origin switch
    {
        KeyOrigin.Shipped => "a key that comes with Chantal",
        KeyOrigin.Machine => $"this machine trusts it ({file.Place})",
        KeyOrigin.Given => file.Place,
        _ => $"confirmed, from {file.Place}",
    };
}
