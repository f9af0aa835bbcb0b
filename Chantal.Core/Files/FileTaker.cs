using Chantal.Diagnostics;
using Chantal.Files.Names;
using Chantal.Files.Signing;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Files;

/// <summary>Puts files into a plan, each with a checksum: the one that is stated, or that of a file which is fetched and found to be signed, or taken as it is.</summary>
/// <param name="run">What it works with.</param>
/// <param name="plan">The plan.</param>
/// <param name="excluded">Paths that the definition leaves out.</param>
/// <param name="keys">Whose signatures count.</param>
/// <param name="source">Fetches and keeps files.</param>
/// <param name="allowsWeak">Whether files are taken that only MD5 or SHA-1 verifies, or nothing.</param>
internal sealed class FileTaker(FormatRun run, PlanWriter plan, NamePatterns excluded, FileKeys keys, IArtifactSource source, bool allowsWeak)
{
    private readonly AddressBook _addresses = new(run.StateDirectory);
    private readonly KnownFiles _known = new(run.StateDirectory);
    private readonly SortedDictionary<string, (string Before, string Now)> _changed = new(StringComparer.Ordinal);
    private readonly List<string> _unverified = [];
    private readonly PathTree _paths = new();
    private string? _pinned;

    /// <summary>Adds a file; one that is left out is not asked for.</summary>
    /// <returns>Whether it is taken.</returns>
    public async Task<bool> TakeAsync(WantedFile file, CancellationToken cancellation)
    {
        if (excluded.IsMatch(file.Path))
        {
            return false;
        }

        _paths.Add(ArtifactPath.Check(file.Path, file.ListedIn));
        var isBare = file is { Sha256: null, Checksum: null };
        if (!isBare && file.Sha256 is null && file.Checksum!.Value.IsWeak && !allowsWeak)
        {
            throw FilesDiagnostics.ChecksumWeak(file.Path, file.ListedIn);
        }

        var isSigned = file.Signature is not null && keys.Identity is not null;
        if (isBare && !isSigned && !allowsWeak)
        {
            _unverified.Add(file.Path);
            return true;
        }

        var entry = EntryOf(file);
        plan.Add(isSigned ? await SignedAsync(file, entry, cancellation) : isBare ? await PinnedAsync(file, entry, cancellation) : entry, file.ListedIn);
        return true;
    }

    /// <summary>Adds a small file that was fetched already, such as a list or a signature.</summary>
    public async Task AddAsync(string path, ReadOnlyMemory<byte> content, FileRole role, FileAddress? address, string scope, CancellationToken cancellation)
    {
        var kept = await source.ImportAsync(content, cancellation);
        var urls = address is null || (!address.IsAbsolute && address.Text == path) ? (IReadOnlyList<string>)[] : [_addresses.ForPlan(address)];
        _paths.Add(path);
        plan.Add(new PlanEntry { Path = path, Urls = urls, Size = kept.Size, Sha256 = kept.Sha256, Role = role, Scope = scope }, $"'{scope}'");
    }

    /// <summary>Judges what changed, and keeps what the next plan wants to know.</summary>
    /// <returns>What was accepted; null: nothing had to be.</returns>
    public Acceptance? Conclude()
    {
        if (_unverified.Count > 0)
        {
            throw FilesDiagnostics.Unverified(_unverified);
        }

        Acceptance? accepted = null;
        if (_changed.Count > 0)
        {
            var state = UpstreamState.NameOf(_changed.Select(c => (c.Key, c.Value.Now)));
            var reason = string.Join("; ", _changed.Select(c => $"'{c.Key}' was sha256:{c.Value.Before} when it was first seen, and is sha256:{c.Value.Now} now"));
            accepted = new AcceptedState(run.Accept, run.Log).Of(state, reason) ?? throw FilesDiagnostics.PinnedChanged(reason, state);
        }

        if (_pinned is not null)
        {
            run.Log.Warning(RepositoryDiagnostics.WeakChecksumsTaken(_pinned));
        }

        _known.Save();
        _addresses.Save();
        return accepted;
    }

    private PlanEntry EntryOf(WantedFile file) => new()
    {
        Path = file.Path,
        Urls = file.Addresses is [{ IsAbsolute: false } only] && only.Text == file.Path ? [] : [.. file.Addresses.Select(_addresses.ForPlan)],
        Size = file.Size,
        Sha256 = file.Sha256,
        Checksum = file.Checksum,
        Role = FileRole.Package,
        Package = file.Package,
        Scope = file.Scope,
    };

    private async Task<PlanEntry> SignedAsync(WantedFile file, PlanEntry entry, CancellationToken cancellation)
    {
        var mark = $"{RootDirectory.Digest(file.Signature)} {keys.Identity}";
        if (Known(file, mark) is { } known && (entry.Sha256 is null || entry.Sha256.ToString() == known.Sha256))
        {
            return Keep(file, entry, known);
        }

        var fetched = await FetchAsync(file, entry, cancellation);
        keys.VerifyFile(fetched.File, file.Signature, $"'{file.Path}'");
        return Keep(file, entry, new KnownFile(Bare(file), mark, fetched.Sha256.ToString(), fetched.Size));
    }

    private async Task<PlanEntry> PinnedAsync(WantedFile file, PlanEntry entry, CancellationToken cancellation)
    {
        _pinned ??= file.Path;
        if (Known(file, file.Mark) is { } known)
        {
            return Keep(file, entry, known);
        }

        var fetched = await FetchAsync(file, entry, cancellation);
        RequireNoPage(file, fetched);
        var now = fetched.Sha256.ToString();

        // What is published counts too, unless the definition names another place than it came from.
        var before = _known.Find(file.Path, Bare(file))?.Sha256 ?? (_known.Has(file.Path) ? null : run.Published.Find([file.Path]).GetValueOrDefault(file.Path)?.Sha256?.ToString());
        if (before is not null && before != now)
        {
            _changed[file.Path] = (before, now);
        }

        return Keep(file, entry, new KnownFile(Bare(file), file.Mark, now, fetched.Size));
    }

    private KnownFile? Known(WantedFile file, string mark) => !run.Distrust && _known.Find(file.Path, Bare(file)) is { } known && known.Mark == mark ? known : null;

    private PlanEntry Keep(WantedFile file, PlanEntry entry, KnownFile known)
    {
        _known.Note(file.Path, known);
        return entry with { Sha256 = Sha256Digest.Parse(known.Sha256), Size = known.Size };
    }

    private async Task<FetchedArtifact> FetchAsync(WantedFile file, PlanEntry entry, CancellationToken cancellation) =>
        await source.FetchAsync(entry with { Urls = [.. file.Addresses.Select(a => a.Request)] }, cancellation) ?? throw FilesDiagnostics.FileNotFound(file.Addresses[0].ToString());

    // Whatever is there is taken for the file, so it should not be a portal's page.
    private static void RequireNoPage(WantedFile file, FetchedArtifact fetched)
    {
        using var stream = File.OpenRead(fetched.File);
        var beginning = new byte[512];
        if (HtmlPage.Is(beginning.AsSpan(0, stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false))) && !file.Path.Contains(".htm", StringComparison.OrdinalIgnoreCase))
        {
            throw FilesDiagnostics.PageInsteadOfFile(file.Addresses[0].ToString());
        }
    }

    // A token may change without the file.
    private static string Bare(WantedFile file) => file.Addresses[0].Request.Split('?')[0];
}
