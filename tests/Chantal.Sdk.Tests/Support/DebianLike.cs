using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Repositories like Debian's, ready to publish.</summary>
public static class DebianLike
{
    /// <summary>
    /// One suite <c>stable</c>, one component: <c>hello</c> depends on <c>libgreeting</c> and <c>greeting-data</c>;
    /// <c>editor</c> needs a virtual package that <c>tiny-libc</c> provides; <c>lonely</c> stands alone.
    /// </summary>
    public static AptUpstream Small(string root, SigningKey? key)
    {
        var upstream = new AptUpstream(root, key);
        upstream.Suite("stable").Add(
            "main",
            new BinaryPackage("hello", "2.10-3", "amd64") { Fields = "Depends: libgreeting (>= 1.0), greeting-data\nRecommends: lonely" },
            new BinaryPackage("libgreeting", "1.2-1", "amd64") { Fields = "Pre-Depends: tiny-libc" },
            new BinaryPackage("greeting-data", "1:1.2+dfsg-1"),
            new BinaryPackage("tiny-libc", "0.9", "amd64") { Fields = "Provides: virtual-libc (= 1)" },
            new BinaryPackage("editor", "5~rc1", "amd64") { Fields = "Depends: no-such-libc | virtual-libc" },
            new BinaryPackage("lonely", "1.0"),
            new BinaryPackage("hello", "2.10-3", "arm64") { Fields = "Depends: greeting-data" });
        return upstream;
    }

    /// <summary>
    /// Every kind of file that Debian and Ubuntu publish, in two suites that share a pool: indices in four compressions,
    /// Contents, Translation, dep11 with icons, cnf, the installer with udebs and images, pdiffs, sources.
    /// </summary>
    public static AptUpstream Whole(string root, SigningKey? key)
    {
        var upstream = Small(root, key);
        var stable = upstream.Suite("stable");
        stable.Compressions = ["gz", "xz", "zst", "bz2"];
        stable.Checksums = ["MD5", "SHA256"];
        stable.AddSources("main", new SourcePackage("hello", "2.10-3"), new SourcePackage("greeting", "1.2"));
        stable.Add("main", new BinaryPackage("netcfg", "1.187", "amd64") { IsUdeb = true }, new BinaryPackage("rootskel", "1.135") { IsUdeb = true });
        stable.Add("contrib", new BinaryPackage("extra", "0.1-1", "amd64"));

        AddTranslations(stable);
        AddComponentData(stable);
        AddInstallerImages(stable);
        AddPatches(stable);

        var updates = upstream.Suite("stable-updates");
        updates.Add("main", new BinaryPackage("hello", "2.10-4", "amd64") { Fields = "Depends: libgreeting, greeting-data" }, new BinaryPackage("lonely", "1.0"));
        updates.AddSources("main", new SourcePackage("hello", "2.10-4"));
        return upstream;
    }

    private static void AddTranslations(AptSuite suite)
    {
        var text = Text("Package: hello\nDescription-md5: 0123456789abcdef0123456789abcdef\nDescription-en: the package hello\n It is here to be mirrored.\n");
        suite.Listed["main/i18n/Translation-en.bz2"] = Compressor.Compress(text, "bz2");
        suite.Listed["main/i18n/Translation-en.xz"] = Compressor.Compress(text, "xz");
        suite.Listed["main/i18n/Translation-de.bz2"] = Compressor.Compress(text, "bz2");
    }

    private static void AddComponentData(AptSuite suite)
    {
        foreach (var architecture in suite.Architectures)
        {
            suite.Listed[$"main/dep11/Components-{architecture}.yml.gz"] = Compressor.Compress(Text($"---\nFile: DEP-11\nVersion: '0.12'\nArchitecture: {architecture}\n"), "gz");
            suite.Listed[$"main/cnf/Commands-{architecture}.xz"] = Compressor.Compress(Text($"suite: stable\ncomponent: main\narch: {architecture}\n\nname: hello\nversion: 2.10-3\ncommands: hello\n"), "xz");
        }

        suite.Listed["main/dep11/icons-64x64.tar.gz"] = Compressor.Compress(new byte[10240], "gz");
        suite.Listed["main/dep11/by-tag/readme"] = Text("a file of a kind that nobody knows yet\n");
    }

    private static void AddInstallerImages(AptSuite suite)
    {
        const string Images = "main/installer-amd64/current/images";
        var image = Text("a kernel and its initial RAM disk\n");
        var manifest = Text("netboot/mini.iso -- an image\n");
        suite.Unlisted[$"{Images}/netboot/mini.iso"] = image;
        suite.Unlisted[$"{Images}/MANIFEST"] = manifest;
        suite.Listed[$"{Images}/SHA256SUMS"] = Text($"{Files.Hash(image, "SHA256")}  ./netboot/mini.iso\n{Files.Hash(manifest, "SHA256")}  ./MANIFEST\n");
    }

    private static void AddPatches(AptSuite suite)
    {
        const string Directory = "main/binary-amd64/Packages.diff";
        const string Name = "T-2024-01-01-0000.00-F-2023-12-31-0000.00";
        var patch = Text("1d\n");
        var compressed = Compressor.Compress(patch, "gz");
        string Line(byte[] content, string name) => $" {Files.Hash(content, "SHA256")} {content.Length} {name}\n";
        suite.Unlisted[$"{Directory}/{Name}.gz"] = compressed;
        suite.Listed[$"{Directory}/Index"] = Text(
            $"SHA256-Current: {Files.Hash(patch, "SHA256")} {patch.Length}\n"
            + $"SHA256-History:\n{Line(patch, Name)}SHA256-Patches:\n{Line(patch, Name)}SHA256-Download:\n{Line(compressed, Name + ".gz")}"
            + "X-Patch-Precedence: merged\n");
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
