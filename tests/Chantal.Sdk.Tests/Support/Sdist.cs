using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A source distribution that pip builds with nothing but Python: the backend comes with it.</summary>
/// <param name="Name">The project's name, in any spelling.</param>
/// <param name="Version">The version.</param>
public sealed record Sdist(string Name, string Version = "1.0") : PyPIUpstreamDistribution(Name, Version)
{
    private static readonly DateTimeOffset Time = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What pip has to install before it builds this.</summary>
    public IReadOnlyList<string> BuildRequires { get; init; } = [];

    /// <inheritdoc/>
    public override string FileName => $"{Stem}.tar.gz";

    /// <summary>A source distribution is such a file of an index.</summary>
    public static implicit operator PyPIUpstreamFile(Sdist sdist) => sdist.AsFile();

    /// <inheritdoc/>
    public override byte[] Content()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (path, content) in ((string, byte[])[])[
                ("PKG-INFO", Metadata()),
                ("pyproject.toml", Encoding.UTF8.GetBytes(ProjectText())),
                ("backend.py", Encoding.UTF8.GetBytes(BackendText())),
                ($"{Module}.py", ModuleText),
            ])
            {
                using var data = new MemoryStream(content);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{Stem}/{path}") { ModificationTime = Time, DataStream = data });
            }
        }

        return buffer.ToArray();
    }

    private string ProjectText() => $"""
        [build-system]
        requires = [{string.Join(", ", BuildRequires.Select(requirement => $"'{requirement}'"))}]
        build-backend = "backend"
        backend-path = ["."]

        """;

    private string BackendText() => $$"""
        import base64, hashlib, pathlib, zipfile

        def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
            files = {
                "{{Module}}.py": pathlib.Path("{{Module}}.py").read_bytes(),
                "{{Stem}}.dist-info/METADATA": pathlib.Path("PKG-INFO").read_bytes(),
                "{{Stem}}.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            }
            record = "{{Stem}}.dist-info/RECORD,,\n"
            for path, content in files.items():
                digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                record += f"{path},sha256={digest},{len(content)}\n"
            name = "{{Stem}}-py3-none-any.whl"
            with zipfile.ZipFile(pathlib.Path(wheel_directory, name), "w") as wheel:
                for path, content in files.items():
                    wheel.writestr(path, content)
                wheel.writestr("{{Stem}}.dist-info/RECORD", record)
            return name

        """;
}
