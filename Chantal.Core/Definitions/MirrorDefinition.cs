namespace Chantal.Definitions;

/// <summary>A mirror's definition, wherever it was written: what a project says in XML and a YAML file in YAML.</summary>
/// <param name="Name">The mirror's name.</param>
/// <param name="Properties">Properties by their names, in the order of the definition.</param>
/// <param name="Items">Items in the order of the definition.</param>
internal sealed record MirrorDefinition(string Name, IReadOnlyList<KeyValuePair<string, string>> Properties, IReadOnlyList<DefinitionItem> Items)
{
    /// <summary>The text of a property; empty if the definition does not say it.</summary>
    public string this[string property] => Properties.FirstOrDefault(p => p.Key == property).Value ?? "";

    /// <summary>The definition as it is read without a build.</summary>
    /// <param name="directory">Where relative paths start.</param>
    public DefinitionValues ToValues(string directory) => new(word => this[word], Items, directory);

    /// <summary>The same with a property; an empty value takes it away.</summary>
    public MirrorDefinition With(string property, string value)
    {
        var others = Properties.Where(p => p.Key != property);
        return this with { Properties = [.. value.Length > 0 ? others.Append(KeyValuePair.Create(property, value)) : others] };
    }

    /// <summary>The same with more items.</summary>
    public MirrorDefinition With(string item, IEnumerable<string> values) => this with { Items = [.. Items, .. values.Select(v => new DefinitionItem(item, v))] };

    /// <summary>The same with each value replaced by what is made of it.</summary>
    public MirrorDefinition Map(Func<string, string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return this with { Properties = All(Properties), Items = [.. Items.Select(i => new DefinitionItem(i.Name, value(i.Value), All(i.Metadata)))] };

        IReadOnlyList<KeyValuePair<string, string>> All(IReadOnlyList<KeyValuePair<string, string>> pairs) => [.. pairs.Select(p => KeyValuePair.Create(p.Key, value(p.Value)))];
    }
}

/// <summary>An item of a definition.</summary>
/// <param name="Name">The item's name, such as <c>Package</c>.</param>
/// <param name="Value">What it includes, patterns as they are.</param>
/// <param name="Metadata">Its metadata.</param>
internal sealed record DefinitionItem(string Name, string Value, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary>An item without metadata.</summary>
    public DefinitionItem(string name, string value)
        : this(name, value, [])
    {
    }

    /// <summary>A metadatum; empty if the item does not have it.</summary>
    public string this[string metadatum] => Metadata.FirstOrDefault(m => m.Key == metadatum).Value ?? "";
}

/// <summary>Several definitions that share a store.</summary>
/// <param name="Properties">What holds for the store: <c>StoreRoot</c>, <c>PublishRoot</c>, <c>IndexPath</c>, <c>CollectAfter</c>, <c>StaleAfter</c>.</param>
/// <param name="Mirrors">The mirrors, in the order of the file.</param>
internal sealed record EstateDefinition(IReadOnlyList<KeyValuePair<string, string>> Properties, IReadOnlyList<MirrorDefinition> Mirrors);
