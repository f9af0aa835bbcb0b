namespace Chantal.Installability;

/// <summary>The packages behind a <see cref="Installability.Universe"/>, as a format knows them.</summary>
internal interface IPackages
{
    /// <summary>Their rules.</summary>
    Universe Universe { get; }

    /// <summary>A package as people call it: <c>nginx 1.22.1-9</c>.</summary>
    string NameOf(int package);

    /// <summary>A relation of a package, as the package writes it.</summary>
    /// <param name="package">The package.</param>
    /// <param name="origin">What the rule was added with.</param>
    string RelationOf(int package, int origin);

    /// <summary>
    /// Whether all relations of some packages are kept when these and no others are installed. Reads the relations themselves and not the rules that were made of
    /// them: no answer is believed on the word of who found it.
    /// </summary>
    bool Keeps(IReadOnlyCollection<int> installed, CancellationToken cancellation);
}
