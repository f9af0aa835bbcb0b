using Chantal.Mirroring;
using Chantal.OpenPgp;
using Chantal.Rpm;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of RPM repositories and the definition into a plan; fetches the metadata that it has to read.</summary>
public sealed class ResolveRpmRepodata : RepositoryTask
{
    /// <summary>Reports a changed upstream as an error.</summary>
    public bool IsLastAttempt { get; set; }

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the metadata is no longer what the roots say: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "ResolvePlan";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = RpmDefinition.Read(Values);
        RemoveOutdated();
        UpstreamChanged = await PlanAsync(IsLastAttempt, () =>
        {
            var repositories = PlannedRepository.LoadAll(definition, RootsDirectory);
            var source = Fetcher(Blobs(!Distrust), new UpstreamMap(definition.Upstreams, PlannedRepository.BasesOf(repositories)));
            var signer = Values.PathOrNull("SigningKey") is { } key ? SecretKeyring.Load(key, Environment.GetEnvironmentVariable("CHANTAL_SIGNING_PASSPHRASE"), TimeProvider.System) : null;
            return new RpmPlanner(definition, source, Reporter) { Signer = signer, WorkDirectory = Path.Combine(Layout.State(MirrorName), "repodata") }
                .PlanAsync(repositories, Plan, cancellation);
        });
    }
}
