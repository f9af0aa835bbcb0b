using Chantal.Diagnostics;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Definitions;

/// <summary>
/// What a definition says, by the words of <see cref="Vocabulary"/>: values of properties as texts, and items. It reads them as what each word
/// is; one that cannot be used throws <see cref="DiagnosticCodes.InvalidProperty"/>.
/// </summary>
internal sealed class DefinitionValues
{
    private readonly Func<string, string> _value;
    private readonly ILookup<string, DefinitionItem> _items;
    private readonly string _directory;

    /// <param name="value">The text of a property; empty: the definition does not say it.</param>
    /// <param name="items">The items, in the order of the definition.</param>
    /// <param name="directory">Where relative paths start.</param>
    public DefinitionValues(Func<string, string> value, IEnumerable<DefinitionItem> items, string directory)
    {
        _value = value;
        _items = items.ToLookup(i => i.Name, StringComparer.Ordinal);
        _directory = directory;
    }

    /// <summary>What a property says, or its default; empty if there is neither.</summary>
    public string Text(string word) => Given(word) ?? Vocabulary.Get(word).Default ?? "";

    /// <summary>What a property says, or its default; null if there is neither.</summary>
    public string? TextOrNull(string word) => Text(word) is { Length: > 0 } text ? text : null;

    /// <summary>What a property says, which has to be said.</summary>
    /// <param name="word">The property.</param>
    /// <param name="example">How to say it.</param>
    public string Require(string word, string example) => TextOrNull(word) ?? throw DefinitionDiagnostics.Missing(word, example);

    /// <summary>Whether a property is <c>true</c>.</summary>
    public bool Flag(string word) => PropertyValue.Flag(word, Text(word));

    /// <summary>Whether a property is <c>true</c>, for one whose default depends on others.</summary>
    public bool Flag(string word, bool otherwise) => PropertyValue.Flag(word, Text(word), otherwise);

    /// <summary>A whole number within the word's bounds.</summary>
    public int Number(string word) => PropertyValue.Number(word, Text(word), Vocabulary.Get(word).Least, Vocabulary.Get(word).Most);

    /// <summary>A whole number; null if none is given.</summary>
    public int? NumberOrNull(string word) => TextOrNull(word) is null ? null : Number(word);

    /// <summary>A duration.</summary>
    public TimeSpan Duration(string word) => PropertyValue.Duration(word, Text(word));

    /// <summary>A number of bytes; null if none is given.</summary>
    public long? BytesOrNull(string word) => TextOrNull(word) is { } text ? PropertyValue.Bytes(word, text, Vocabulary.Get(word).Form) : null;

    /// <summary>A part of a whole, in percent, or a number; null if none is given.</summary>
    public Limit? LimitOrNull(string word) => TextOrNull(word) is { } text ? PropertyValue.Limit(word, text) : null;

    /// <summary>A part of a whole that is more than nothing; all of it if none is given.</summary>
    public double Share(string word) => PropertyValue.Share(word, Text(word));

    /// <summary>One of the words of a choice.</summary>
    public T Choice<T>(string word)
        where T : struct, Enum => PropertyValue.Choice<T>(word, Text(word));

    /// <summary>One of the words of a choice; null if none is given.</summary>
    public T? ChoiceOrNull<T>(string word)
        where T : struct, Enum => TextOrNull(word) is null ? null : Choice<T>(word);

    /// <summary>The mode of directories, an octal number; their owner can always use them.</summary>
    public UnixFileMode FileMode(string word) => PropertyValue.FileMode(word, Text(word));

    /// <summary>A path of the definition, made absolute; null if none is given.</summary>
    public string? PathOrNull(string word) => TextOrNull(word) is { } path ? PathOf(word, path) : null;

    /// <summary>An absolute path: relative ones start at the definition's folder.</summary>
    public string PathOf(string path) => PathOf("A path", path);

    /// <summary>Refuses paths with <c>~</c> or <c>$VARIABLE</c> in properties and items, before anything is made or read there.</summary>
    public void RequirePlainPaths()
    {
        foreach (var term in Vocabulary.Terms.Where(t => t.IsPath || t.Name == "PublishPath"))
        {
            foreach (var path in (IEnumerable<string>)[.. term.IsProperty ? Split(Text(term.Name)) : [], .. term.IsItem ? Items(term.Name) : []])
            {
                UserPath.RequirePlain(term.Name, path, _directory);
            }
        }
    }

    /// <summary>Refuses user names and passwords in the URLs of the definition, wherever they are, before anything of it is written down.</summary>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.UrlWithCredentials"/>.</exception>
    public void RequireNoCredentials()
    {
        foreach (var term in Vocabulary.Terms)
        {
            var items = term.IsItem ? ItemsOf(term.Name).SelectMany(i => term.Metadata.Select(name => i[name]).Prepend(i.Value)) : [];
            foreach (var value in items.Concat(term.IsProperty ? Split(Text(term.Name)) : []).Where(Credentials.AreIn))
            {
                throw OriginDiagnostics.CredentialsIn(term.Name, value);
            }
        }
    }

    /// <summary>The texts of a list that is a property.</summary>
    public IReadOnlyList<string> List(string word) => Split(Text(word));

    /// <summary>The base URLs of <c>Upstream</c>, checked as far as that is possible without asking them; null if none is given.</summary>
    public Upstreams? UpstreamsOrNull() => ReadUpstreams(List("Upstream"));

    /// <summary>The base URLs that <c>Upstream</c> names, or null if it does not name any.</summary>
    public static Upstreams? ReadUpstreams(IReadOnlyList<string> urls)
    {
        try
        {
            return urls.Count > 0 ? new Upstreams(urls) : null;
        }
        catch (MirrorException exception)
        {
            throw DefinitionDiagnostics.UpstreamInvalid(exception);
        }
    }

    /// <summary>The same definition with other items.</summary>
    public DefinitionValues With(IEnumerable<DefinitionItem> items) => new(_value, items, _directory);

    /// <summary>The items of a word, without their metadata.</summary>
    public IReadOnlyList<string> Items(string word) => [.. ItemsOf(word).Select(i => i.Value)];

    /// <summary>The items of a word.</summary>
    public IEnumerable<DefinitionItem> ItemsOf(string word) => _items[Vocabulary.Get(word).Name];

    /// <summary>The texts of a list that is written as one value.</summary>
    internal static IReadOnlyList<string> Split(string text) => text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string PathOf(string word, string path)
    {
        UserPath.RequirePlain(word, path, _directory);
        return Path.GetFullPath(path, _directory);
    }

    private string? Given(string word) => _value(Vocabulary.Get(word).Name).Trim() is { Length: > 0 } text ? text : null;
}
