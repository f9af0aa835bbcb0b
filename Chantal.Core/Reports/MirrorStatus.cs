namespace Chantal.Reports;

/// <summary>How a mirror is, as a line of <c>Status</c> says it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Freshness">Whether it is well.</param>
/// <param name="LastSuccess">When a sync last succeeded, or null.</param>
/// <param name="Files">Files of what it serves.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="NewFiles">Files that its syncs of the last day fetched.</param>
/// <param name="NewBytes">Their bytes.</param>
/// <param name="Warnings">Warnings of its last sync.</param>
/// <param name="Code">The diagnostic code of what is wrong; null if nothing is, or nothing has one.</param>
/// <param name="Wrong">What is wrong; null if nothing is.</param>
internal sealed record MirrorStatus(
    string Name, string Type, Freshness Freshness, DateTime? LastSuccess, long Files, long Bytes, long NewFiles, long NewBytes, long Warnings, string? Code, string? Wrong);
