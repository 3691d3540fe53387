using System.IO.Compression;
using System.Xml;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>One part of a zip file, read up to the limits: what the zip says of its sizes may be a lie.</summary>
internal sealed class LimitedPart(Stream inner, string name, long packed, DataFileLimits limits) : Stream
{
    private const long FreeBytes = 20L << 20;

    private long _read;

    public static XmlReader Open(ZipArchiveEntry entry, DataFileLimits limits) => XmlReader.Create(
        new LimitedPart(entry.Open(), entry.FullName, entry.CompressedLength, limits),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true,
            IgnoreProcessingInstructions = true, CloseInput = true });

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        _read += read;
        if (_read > limits.PartBytes || (_read > FreeBytes && _read > packed * limits.PackedTimes))
            throw new DamagedFileException("too-large",
                $"The part {name} of the workbook unpacks to more than {_read >> 20} MB from {packed >> 10} kB: it is damaged or made to "
                    + "fill the memory.",
                "Open it in the spreadsheet program and save the table alone; Limits.PartBytes raises the limit where this is meant.");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
