using Microsoft.Build.Framework;

namespace FORMAT_NAMESPACE;

/// <summary>Makes a plan of an index: everything that thinks is in classes that know nothing of MSBuild.</summary>
public sealed class ResolveIndexPlan : Microsoft.Build.Utilities.Task
{
    /// <summary>The index, as it was fetched and verified.</summary>
    [Required]
    public string Index { get; set; } = "";

    /// <summary>Its signature, which need not be there.</summary>
    public string Signature { get; set; } = "";

    /// <summary>Fingerprints of the keys that signed it.</summary>
    public string[] Signers { get; set; } = [];

    /// <summary>The mirror's type.</summary>
    [Required]
    public string MirrorType { get; set; } = "";

    /// <summary>Base URLs.</summary>
    [Required]
    public string[] Upstreams { get; set; } = [];

    /// <summary>The items of the definition.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var content = File.ReadAllBytes(Index);
            var index = FormatIndex.Read(content);
            var plan = new PlanFile(MirrorType, Upstreams);
            plan.AddRoot(PlanFile.IndexPath, content);
            if (File.Exists(Signature))
            {
                plan.AddRoot(PlanFile.SignaturePath, File.ReadAllBytes(Signature));
            }

            var selection = new FileSelection(Items);
            var taken = index.Files.Where(selection.Takes).ToList();
            taken.ForEach(plan.Add);
            plan.Write(Plan, index.Date, Signers);
            Log.LogMessage(MessageImportance.High, $"Planned {taken.Count} of {index.Files.Count} files.");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Log.LogError(null, "FORMAT1001", null, Index, 0, 0, 0, 0, $"No plan can be made: {exception.Message}. Report it to the operator of the upstream.");
        }

        return !Log.HasLoggedErrors;
    }
}
