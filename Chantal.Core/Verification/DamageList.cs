using System.Text;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Verification;

/// <summary>
/// The findings of a verification on disk, one in a line, since a lost disk can mean very many: written by who verifies, read
/// by who repairs.
/// </summary>
internal sealed class DamageList : IDisposable
{
    private readonly StreamWriter _lines;
    private readonly Lock _lock = new();

    /// <param name="path">The file; what it held is gone.</param>
    public DamageList(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _lines = new StreamWriter(path);
    }

    /// <summary>How much was found.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a finding; from any thread.</summary>
    public void Add(Damage damage)
    {
        var line = Encoding.UTF8.GetString(JsonOutput.Write(damage, DamageJson.Write));
        lock (_lock)
        {
            Count++;
            _lines.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    /// <summary>Reads a list, or throws <see cref="DiagnosticCodes.FindingsUnreadable"/>; none is an empty one.</summary>
    public static IEnumerable<Damage> Read(string path) => File.Exists(path) ? File.ReadLines(path).Select(line => ReadLine(line, path)) : [];

    private static Damage ReadLine(string line, string path)
    {
        try
        {
            var damage = StrictJson.Read(Encoding.UTF8.GetBytes(line), DamageJson.Read);
            return damage.Kind != DamageKind.Blob || Sha256Digest.TryParse(damage.Sha256, out _) ? damage : throw new JsonException("a blob does not have a digest");
        }
        catch (JsonException exception)
        {
            throw VerificationDiagnostics.FindingsUnreadable(path, exception);
        }
    }
}
