using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Chantal.Apk.Archives;
using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Apk.Signing;

/// <summary>The public keys that a definition trusts. As for apk itself, the name of its file is the key's name, and a signature names its key.</summary>
internal sealed class TrustedKeys
{
    private const int LeastBits = 2048;
    private const int MaxFileSize = 64 * 1024;

    private readonly IReadOnlyList<string> _files;
    private readonly Lazy<Dictionary<string, ConcurrentBag<RSA>>> _keys;

    private TrustedKeys(IReadOnlyList<string> files)
    {
        _files = files;

        // A sync with nothing new verifies nothing, and need not load a key.
        _keys = new(() => _files.ToDictionary(f => Path.GetFileName(f)!, f => new ConcurrentBag<RSA> { Load(f) }, StringComparer.Ordinal));
        Identity = Describe(files);
    }

    /// <summary>Tells the keys apart from others by their names and content.</summary>
    public string Identity { get; }

    /// <summary>The keys that <c>SignedBy</c> names.</summary>
    /// <exception cref="MirrorException">It does not name any, or two files have one name.</exception>
    public static TrustedKeys Read(DefinitionValues definition)
    {
        IReadOnlyList<string> files = [.. definition.List("SignedBy").Select(definition.PathOf).Distinct(StringComparer.Ordinal)];
        return files.GroupBy(f => Path.GetFileName(f)).FirstOrDefault(g => g.Count() > 1) is { } twice ? throw SigningDiagnostics.KeyNamedTwice(twice.Key!)
            : files.Count > 0 ? new TrustedKeys(files)
            : throw DefinitionDiagnostics.Missing("SignedBy, the public keys of indices and packages", "<SignedBy>keys/alpine-devel@lists.alpinelinux.org-6165ee59.rsa.pub</SignedBy>");
    }

    /// <summary>The name of the key whose signature over a part of a file is good; null if the file is not signed.</summary>
    /// <param name="segment">The file's signatures.</param>
    /// <param name="file">The file.</param>
    /// <param name="end">Where what is signed ends; it begins behind the signatures.</param>
    /// <param name="name">What errors call the file.</param>
    /// <exception cref="MirrorException">It is signed by other keys only, or a signature by one of these is not good.</exception>
    public string? Verify(SignatureSegment segment, Stream file, long end, string name)
    {
        if (segment.Signatures.Count == 0)
        {
            return null;
        }

        // apk takes the first whose key it has, too.
        var signature = segment.Signatures.FirstOrDefault(s => _keys.Value.ContainsKey(s.KeyName))
            ?? throw SigningDiagnostics.KeyUnknown(name, segment.Signatures.Select(s => s.KeyName));
        return Matches(signature, FileSegment.Hash(file, segment.End, end, signature.Digest)) ? signature.KeyName : throw SigningDiagnostics.SignatureBad(name, signature.KeyName);
    }

    private bool Matches(ApkSignature signature, byte[] hash)
    {
        // A key is used by one thread at a time; to make another one takes longer than to verify.
        var idle = _keys.Value[signature.KeyName];
        var key = idle.TryTake(out var ready) ? ready : Load(_files.First(f => Path.GetFileName(f) == signature.KeyName));
        var matches = key.VerifyHash(hash, signature.Value, signature.Digest, RSASignaturePadding.Pkcs1);
        idle.Add(key);
        return matches;
    }

    private static RSA Load(string file)
    {
        try
        {
            var key = RSA.Create();
            key.ImportFromPem(new FileInfo(file).Length <= MaxFileSize ? File.ReadAllText(file) : throw SigningDiagnostics.KeyUnusable(file, "it is not a key"));
            return key.KeySize >= LeastBits ? key : throw SigningDiagnostics.KeyUnusable(file, $"it has {key.KeySize} bits, and {LeastBits} are the least that cannot be broken");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw SigningDiagnostics.KeyMissing(file, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SigningDiagnostics.KeyUnusable(file, exception.Message.TrimEnd('.'), exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw SigningDiagnostics.KeyUnusable(file, "it is not an RSA public key in PEM", exception);
        }
    }

    private static string Describe(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            // A missing file counts as empty here: that it is missing is said when it is loaded.
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\n"));
            hash.AppendData(File.Exists(file) ? SHA256.HashData(File.ReadAllBytes(file)) : []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
