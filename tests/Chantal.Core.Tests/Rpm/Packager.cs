using Chantal.Core.Tests.OpenPgp;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Rpm;

/// <summary>Somebody with a key who builds packages with rpmbuild and signs them with rpmsign. Each is made once, and a test changes what it gets.</summary>
internal sealed class Packager : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Lazy<Gpg> _home;
    private readonly Lazy<byte[]> _keyring;
    private readonly Dictionary<bool, Lazy<byte[]>> _unsigned;
    private readonly Dictionary<bool, Lazy<byte[]>> _signed;

    public Packager(string algorithm)
    {
        _home = new(() =>
        {
            var home = new Gpg();
            home.CreateKey("signer", algorithm);
            return home;
        });
        _keyring = new(() => Home.Export());
        _unsigned = Both(Build);
        _signed = Both(Sign);
    }

    /// <summary>Where the key is, and no other.</summary>
    public Gpg Home => _home.Value;

    public byte[] Keyring => [.. _keyring.Value];

    public byte[] Unsigned(bool isSource) => [.. _unsigned[isSource].Value];

    public byte[] Signed(bool isSource) => [.. _signed[isSource].Value];

    public void Dispose()
    {
        if (_home.IsValueCreated)
        {
            Home.Dispose();
        }

        _directory.Dispose();
    }

    private static Dictionary<bool, Lazy<byte[]>> Both(Func<bool, byte[]> make) => new() { [true] = new(() => make(true)), [false] = new(() => make(false)) };

    private byte[] Sign(bool isSource)
    {
        var file = _directory.Write($"signed/{isSource}.rpm", Unsigned(isSource));
        Shell.Require(_directory.Root, "rpmsign", "--define", "_gpg_name signer", "--define", $"_gpg_path {Home.Home}", "--define", "__gpg /usr/bin/gpg", "--addsign", file);
        return File.ReadAllBytes(file);
    }

    private byte[] Build(bool isSource)
    {
        var root = _directory.PathOf($"{isSource}");
        var spec = _directory.Write($"{isSource}/sample.spec", """
            Name: sample
            Version: 1.0
            Release: 1
            Summary: A package
            License: MIT
            AutoReqProv: no
            %description
            It is here to be checked.
            %install
            mkdir -p %{buildroot}/usr/share
            seq 2000 > %{buildroot}/usr/share/sample
            %files
            /usr/share/sample

            """u8.ToArray());
        Shell.Require(
            root, "rpmbuild", isSource ? "-bs" : "-bb", "--quiet", "--target", "noarch", "--define", $"_topdir {root}/build", "--define", $"_rpmdir {root}/out",
            "--define", $"_srcrpmdir {root}/out", "--define", "_build_name_fmt %{NAME}.rpm",
            "--define", "__os_install_post %{nil}", "--define", "__arch_install_post %{nil}", spec);
        return File.ReadAllBytes(Directory.GetFiles(Path.Combine(root, "out"), "*.rpm", SearchOption.AllDirectories).Single());
    }
}
