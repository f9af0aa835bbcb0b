using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>A place that projects are taken from: an index with the simple interface, or a flat page of links to files of any project.</summary>
/// <param name="Address">The index's base; of a flat page, the directory that it is in.</param>
internal sealed record PackageIndex(Upstreams Address)
{
    private readonly NamePatterns? _projects;

    /// <summary>Patterns of the normal names that belong to it, and that it is asked for alone; null: it is asked for every name that no index claims.</summary>
    public IReadOnlyList<string>? Projects
    {
        get;
        init => (field, _projects) = (value, value is null ? null : new NamePatterns(value));
    }

    /// <summary>The flat page, for pip's <c>--find-links</c>; null: it is an index.</summary>
    public Uri? Page { get; init; }

    /// <summary>What it is called in messages and in the cache: without credentials.</summary>
    public Uri Url => Page ?? Address.Bases[0];

    /// <summary>Whether it claims a project.</summary>
    public bool Claims(string name)
    {
        if (_projects is null)
        {
            return false;
        }

        lock (_projects)
        {
            return _projects.IsMatch(name);
        }
    }

    /// <summary>The address of a project's page.</summary>
    public Uri PageOf(string name) => Page ?? new Uri(Address.Bases[0], name + "/");

    /// <inheritdoc/>
    public override string ToString() => Projects is null ? SafeUrl.ForRecord(Url.ToString()) : $"{SafeUrl.ForRecord(Url.ToString())} ({string.Join(',', Projects)})";
}
