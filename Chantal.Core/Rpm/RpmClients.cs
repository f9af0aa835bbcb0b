using System.Text;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Rpm;

/// <summary>Repositories of a state for dnf and zypper (dnf.conf(5), "Repo Options"), a section each.</summary>
internal static class RpmClients
{
    // Seconds. A channel moves at any time, and dnf would not look for two days.
    private const string OftenLooked = "300";

    private static readonly string[] Architectures = ["x86_64", "aarch64", "ppc64le", "s390x", "riscv64", "loongarch64", "i386"];
    private static readonly string[] Seldom = ["debug", "source", "SRPMS", "Source", "src"];

    /// <summary>The repositories, and the keys beside them.</summary>
    public static IEnumerable<ClientFile> Of(ClientSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = new StringBuilder($"# {source.Mark}\n");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var repository in source.Header.Roots.DistinctBy(r => AddressOf(source, r.Path)))
        {
            var id = IdOf(source, repository.Path);
            text.Append($"\n[{(ids.Add(id) ? id : $"{id}-{ids.Count}")}]\n{Options(source, repository.Path)}");
        }

        yield return new ClientFile("repo", text.ToString());
        if (source.Trust.Certificates.Count > 0)
        {
            // A block for each: not every rpm reads on behind the first key of one.
            yield return new ClientFile("asc", string.Concat(source.Trust.Certificates.Select(c => PublicKeys.Armored([c], source.Mark))));
        }
    }

    private static string[] PartsOf(string repodata) => Path.GetDirectoryName(repodata)!.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string IdOf(ClientSource source, string repodata) =>
        string.Concat(string.Join('-', PartsOf(repodata).Where(p => !Architectures.Contains(p)).Prepend(source.Mirror)).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));

    // One section for all architectures: each host puts its own in.
    private static string AddressOf(ClientSource source, string repodata) =>
        source.Address.AbsoluteUri + string.Concat(PartsOf(repodata).Select(p => (Architectures.Contains(p) ? "$basearch" : ArtifactPath.ToUrl(p)) + "/"));

    private static string Options(ClientSource source, string repodata)
    {
        var parts = PartsOf(repodata);
        var isSigned = source.Trust.ChecksMetadata && source.Below(repodata).Contains($"{repodata}/repomd.xml.asc");
        return new StringBuilder()
            .Append($"name={source.Title}{(parts.Length == 0 ? "" : $", {ArtifactPath.ToUrl(string.Join('/', parts))}")}\n")
            .Append($"baseurl={AddressOf(source, repodata)}\n")
            .Append($"enabled={(parts.Any(Seldom.Contains) ? 0 : 1)}\n")
            .Append($"gpgcheck={(source.Trust.ChecksPackages ? 1 : 0)}\n")
            .Append($"repo_gpgcheck={(isSigned ? 1 : 0)}\n")
            .Append(source.Trust.Certificates.Count > 0 ? $"gpgkey={source.KeyAddress.AbsoluteUri}\n" : "")
            .Append($"metadata_expire={(source.IsFinal ? "never" : OftenLooked)}\n").ToString();
    }
}
