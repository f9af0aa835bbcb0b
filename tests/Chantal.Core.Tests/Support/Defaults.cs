using Chantal.Definitions;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Support;

/// <summary>What counts where a definition says nothing.</summary>
internal static class Defaults
{
    /// <summary>A definition that says nothing.</summary>
    public static DefinitionValues Definition { get; } = new(_ => "", [], "/definition");

    /// <summary>How it transfers.</summary>
    public static TransferOptions Transfer { get; } = TransferSettings.Read(Definition);
}
