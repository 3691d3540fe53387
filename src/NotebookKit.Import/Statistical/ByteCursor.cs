using System.Buffers.Binary;
using System.Text;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Statistical;

/// <summary>Reads numbers and texts from bytes in either order; past the end the file counts as damaged.</summary>
internal sealed class ByteCursor(byte[] bytes, string format)
{
    public int Position { get; set; }

    public bool BigEndian { get; set; }

    public Encoding Encoding { get; set; } = Encoding.Latin1;

    public int Length => bytes.Length;

    public int Left => bytes.Length - Position;

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left || Position < 0) throw Damaged("it ends too early");
        Position += count;
        return bytes.AsSpan(Position - count, count);
    }

    public byte Byte() => Take(1)[0];

    public int Int16() => BigEndian ? BinaryPrimitives.ReadInt16BigEndian(Take(2)) : BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    public int UInt16() => BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Take(2)) : BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BigEndian ? BinaryPrimitives.ReadInt32BigEndian(Take(4)) : BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BigEndian ? BinaryPrimitives.ReadInt64BigEndian(Take(8)) : BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    /// <summary>A number of things to come; more than the bytes left cannot be true.</summary>
    public int Count(long count, int bytesEach = 1) =>
        count >= 0 && count * Math.Max(bytesEach, 1) <= Left ? (int)count : throw Damaged($"it announces {count} entries");

    /// <summary>Text up to the first zero byte.</summary>
    public string ZeroEnded(int length)
    {
        ReadOnlySpan<byte> text = Take(length);
        int end = text.IndexOf((byte)0);
        return Encoding.GetString(end < 0 ? text : text[..end]);
    }

    /// <summary>Text without the blanks it is padded with.</summary>
    public string Padded(int length) => Encoding.GetString(Take(length)).TrimEnd(' ', '\0');

    public DamagedFileException Damaged(string why) =>
        new("damaged", $"The {format} file is damaged: {why} (byte {Position}).", "Fetch or save it again from the program that made it.");
}
