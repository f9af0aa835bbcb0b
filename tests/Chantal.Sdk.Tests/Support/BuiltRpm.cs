using System.Collections.Concurrent;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A package as <c>rpmbuild</c> built and <c>rpmsign</c> signed it. Equal packages are built once a run and shared by all tests.</summary>
public static class BuiltRpm
{
    private static readonly ConcurrentDictionary<(RpmPackage, SigningKey?), Lazy<byte[]>> Cache = new();
    private static readonly string Home = Directory.CreateTempSubdirectory("chantal-rpms-").FullName;

    /// <summary>The file's bytes; a null key leaves it unsigned.</summary>
    public static byte[] Of(RpmPackage package, SigningKey? key) =>
        Cache.GetOrAdd((package with { Location = "" }, key), pair => new Lazy<byte[]>(() => Build(pair.Item1, pair.Item2))).Value;

    /// <summary>Deletes what was built.</summary>
    public static void DeleteAll() => Directory.Delete(Home, recursive: true);

    private static byte[] Build(RpmPackage package, SigningKey? key)
    {
        var work = Path.Combine(Home, Guid.NewGuid().ToString("n"));
        var spec = Path.Combine(work, "package.spec");
        var own = $"/usr/share/{package.Name}/data";
        Files.Write(spec, System.Text.Encoding.UTF8.GetBytes($$"""
            Name: {{package.Name}}
            Version: {{package.Version}}
            Release: {{package.Release}}
            Summary: The package {{package.Name}}
            License: MIT
            {{package.Tags}}
            AutoReqProv: no
            %description
            It is here to be mirrored.
            %install
            for file in {{own}} {{package.Files}}; do
                mkdir -p %{buildroot}$(dirname $file)
                echo {{package.Version}} > %{buildroot}$file
            done
            %files
            {{string.Join('\n', package.Files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(own))}}

            """));
        var isSource = package.Architecture == "src";
        Command.Output(
            "rpmbuild", isSource ? "-bs" : "-bb", "--quiet", "--target", isSource ? "noarch" : package.Architecture,
            "--define", $"_topdir {work}", "--define", $"_rpmdir {work}/out", "--define", $"_srcrpmdir {work}/out", "--define", "_build_name_fmt %{NAME}.rpm",
            "--define", "_binary_payload w1.gzdio", "--define", "source_date_epoch_from_changelog 0",
            "--define", "__os_install_post %{nil}", "--define", "__arch_install_post %{nil}", "--define", "__check_files %{nil}", "--noclean", spec);
        var file = Directory.GetFiles(Path.Combine(work, "out"), "*.rpm", SearchOption.AllDirectories).Single();
        key?.SignPackage(file);
        return File.ReadAllBytes(file);
    }
}
