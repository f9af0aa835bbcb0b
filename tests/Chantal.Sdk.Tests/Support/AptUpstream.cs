namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A real APT repository in a directory: packages built by <c>dpkg-deb</c>, indices, a Release file signed by
/// <c>gpg</c>. Change its suites and <see cref="Publish()"/>: the directory then holds that state and nothing else.
/// </summary>
public sealed class AptUpstream(string root, SigningKey? key)
{
    private static readonly DateTimeOffset LastMonth = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(-30).ToUnixTimeSeconds());

    private DateTimeOffset _now = LastMonth;

    /// <summary>The repository's directory.</summary>
    public string Root { get; } = root;

    /// <summary>The key that signs; null: nothing is signed.</summary>
    public SigningKey? Key { get; set; } = key;

    /// <summary>The suites.</summary>
    public List<AptSuite> Suites { get; } = [];

    /// <summary>The suite with this name, made when it is not there.</summary>
    public AptSuite Suite(string name)
    {
        if (Suites.Find(suite => suite.Name == name) is not { } suite)
        {
            Suites.Add(suite = new AptSuite(name));
        }

        return suite;
    }

    /// <summary>Writes the state; each time its date is an hour later, beginning thirty days ago.</summary>
    public AptUpstream Publish() => Publish(_now = _now.AddHours(1));

    /// <summary>Writes the state with this date in every Release.</summary>
    public AptUpstream Publish(DateTimeOffset date)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var suite in Suites)
        {
            new AptSuiteWriter(this, suite, date, written).Write();
        }

        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(file => !written.Contains(file)).ToList())
        {
            File.Delete(file);
        }

        return this;
    }

    /// <summary>Copies the state as it is, to come back to it.</summary>
    public void Save(string directory) => Files.CopyTree(Root, directory);

    /// <summary>Comes back to a saved state, as a mirror that is behind does.</summary>
    public void RollBack(string directory)
    {
        Directory.Delete(Root, recursive: true);
        Files.CopyTree(directory, Root);
    }
}
