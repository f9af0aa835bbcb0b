using System.CommandLine.Completions;
using Chantal.Cli.Building;

namespace Chantal.Cli.Commands;

/// <summary>What a shell offers where a name belongs.</summary>
internal static class NameCompletion
{
    public static IEnumerable<CompletionItem> Mirrors(CompletionContext context) => Of(context, n => n.Mirrors());

    public static IEnumerable<CompletionItem> MirrorsAndForms(CompletionContext context) => Of(context, n => [.. MirrorNames.Forms, .. n.Mirrors()]);

    public static IEnumerable<CompletionItem> Snapshots(CompletionContext context) => Of(context, n => n.Snapshots());

    public static IEnumerable<CompletionItem> Channels(CompletionContext context) => Of(context, n => n.Channels());

    /// <summary>What can be compared: snapshots, channels, and <c>head</c>.</summary>
    public static IEnumerable<CompletionItem> States(CompletionContext context) => Of(context, n => ["head", .. n.Snapshots(), .. n.Channels()]);

    private static IEnumerable<CompletionItem> Of(CompletionContext context, Func<DefinedNames, IReadOnlyList<string>> names)
    {
        try
        {
            // An empty context is that of help and of errors, which list what is possible whatever the definitions are.
            if (ReferenceEquals(context, CompletionContext.Empty))
            {
                return [];
            }

            var parsed = context.ParseResult;
            var store = Settings.Properties(parsed).GetValueOrDefault("StoreRoot") ?? Environment.GetEnvironmentVariable("CHANTAL_STOREROOT");
            return names(new DefinedNames(Settings.Definition(parsed), store is { Length: > 0 } ? store : null)).Select(n => new CompletionItem(n));
        }
        catch (Exception exception) when (exception is CommandException or InvalidOperationException)
        {
            return [];
        }
    }
}
