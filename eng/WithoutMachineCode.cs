using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Makes an assembly that was compiled ahead of time for one kind of machine one for another: its IL is complete, so it is enough to take away what leads
/// to the machine code (ECMA-335, II.25). The compiler ahead of time takes the result as it takes any other assembly.
/// </summary>
public sealed class WithoutMachineCode : Task
{
    private const int Arm64 = 0xAA64;
    private const int IlOnly = 1;
    private const int IlLibrary = 4;

    // Places in the headers of a PE32+ file, whose directories are numbered.
    private const int EntryPoint = 16;
    private const int Directories = 112;
    private const int Imports = 1;
    private const int Exceptions = 3;
    private const int Relocations = 5;
    private const int ImportAddresses = 12;
    private const int Cli = 14;

    /// <summary>The assemblies.</summary>
    [Required]
    public ITaskItem[] Sources { get; set; }

    /// <summary>Where those without machine code go.</summary>
    [Required]
    public string Folder { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Folder);
        foreach (var source in Sources)
        {
            var image = File.ReadAllBytes(source.ItemSpec);
            Strip(image, source.ItemSpec);
            File.WriteAllBytes(Path.Combine(Folder, Path.GetFileName(source.ItemSpec)), image);
        }

        return !Log.HasLoggedErrors;
    }

    private static void Strip(byte[] image, string name)
    {
        var coff = Read(image, 0x3C) + 4;
        var optional = coff + 20;
        if (Encoding.ASCII.GetString(image, coff - 4, 2) != "PE" || BitConverter.ToUInt16(image, optional) != 0x20B)
        {
            throw new InvalidDataException(name + " is not a PE32+ file.");
        }

        var cli = Offset(image, coff, Read(image, optional + Directories + (8 * Cli)));
        Write(image, cli + 16, (Read(image, cli + 16) | IlOnly) & ~IlLibrary);
        Array.Clear(image, cli + 64, 8);

        image[coff] = Arm64 & 0xFF;
        image[coff + 1] = Arm64 >> 8;
        Write(image, optional + EntryPoint, 0);
        foreach (var directory in new[] { Imports, Exceptions, Relocations, ImportAddresses })
        {
            Array.Clear(image, optional + Directories + (8 * directory), 8);
        }
    }

    // Where an address lies in the file.
    private static int Offset(byte[] image, int coff, int address)
    {
        var sections = coff + 20 + BitConverter.ToUInt16(image, coff + 16);
        for (var i = 0; i < BitConverter.ToUInt16(image, coff + 2); i++)
        {
            var section = sections + (40 * i);
            var start = Read(image, section + 12);
            if (address >= start && address < start + Read(image, section + 16))
            {
                return address - start + Read(image, section + 20);
            }
        }

        throw new InvalidDataException("No section has the address " + address + ".");
    }

    private static int Read(byte[] image, int at) => BitConverter.ToInt32(image, at);

    private static void Write(byte[] image, int at, int value) => BitConverter.GetBytes(value).CopyTo(image, at);
}
