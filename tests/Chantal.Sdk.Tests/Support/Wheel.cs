using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A wheel that pip installs.</summary>
/// <param name="Name">The project's name, in any spelling.</param>
/// <param name="Version">The version.</param>
/// <param name="Python">The Python tag.</param>
/// <param name="Abi">The ABI tag.</param>
/// <param name="Platform">The platform tag.</param>
public sealed record Wheel(string Name, string Version = "1.0", string Python = "py3", string Abi = "none", string Platform = "any")
    : PyPIUpstreamDistribution(Name, Version)
{
    private static readonly DateTimeOffset Time = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The build tag, such as <c>1</c>; empty: none.</summary>
    public string BuildTag { get; init; } = "";

    /// <inheritdoc/>
    public override string FileName => $"{Stem}{(BuildTag.Length > 0 ? $"-{BuildTag}" : "")}-{Python}-{Abi}-{Platform}.whl";

    /// <summary>A wheel is such a file of an index, with its metadata beside it.</summary>
    public static implicit operator PyPIUpstreamFile(Wheel wheel) => wheel.AsFile();

    /// <inheritdoc/>
    public override byte[] Content()
    {
        var information = $"{Stem}.dist-info";
        List<(string Path, byte[] Content)> files =
        [
            ($"{Module}.py", ModuleText),
            ($"{information}/METADATA", Metadata()),
            ($"{information}/WHEEL", WheelText()),
        ];
        files.Add(($"{information}/RECORD", RecordText(files, $"{information}/RECORD")));

        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                var entry = zip.CreateEntry(path);
                entry.LastWriteTime = Time;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return buffer.ToArray();
    }

    private protected override byte[] MetadataBeside => Metadata();

    // A wheel with several tags, such as py2.py3, names every combination of them.
    private byte[] WheelText()
    {
        var tags = from python in Python.Split('.')
                   from abi in Abi.Split('.')
                   from platform in Platform.Split('.')
                   select $"Tag: {python}-{abi}-{platform}\n";
        var build = BuildTag.Length > 0 ? $"Build: {BuildTag}\n" : "";
        return Encoding.UTF8.GetBytes($"Wheel-Version: 1.0\nGenerator: chantal-tests\nRoot-Is-Purelib: {(Platform == "any" ? "true" : "false")}\n{string.Concat(tags)}{build}");
    }

    private static byte[] RecordText(IEnumerable<(string Path, byte[] Content)> files, string record) => Encoding.UTF8.GetBytes(
        string.Concat(files.Select(file => $"{file.Path},sha256={Base64Url.EncodeToString(SHA256.HashData(file.Content))},{file.Content.Length}\n")) + $"{record},,\n");
}
