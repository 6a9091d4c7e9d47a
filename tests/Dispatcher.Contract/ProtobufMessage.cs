using System.Buffers.Binary;
using System.Text;

namespace Dispatcher.Contract;

/// <summary>A protocol-buffers message read without its schema: the values of each field number, in the order they
/// came.</summary>
public sealed class ProtobufMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> fields = [];

    /// <summary>Reads a whole message.</summary>
    public ProtobufMessage(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ulong tag = Varint(ref bytes);
            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add((field, Varint(ref bytes), null));
                    break;
                case 1:
                    fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes), null));
                    bytes = bytes[8..];
                    break;
                case 2:
                    int length = (int)Varint(ref bytes);
                    fields.Add((field, 0, bytes[..length].ToArray()));
                    bytes = bytes[length..];
                    break;
                case 5:
                    fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes), null));
                    bytes = bytes[4..];
                    break;
                default:
                    throw new InvalidDataException($"The wire type of tag {tag} does not exist.");
            }
        }
    }

    public ProtobufMessage[] Messages(int field) => [.. Of(field).Select(found => new ProtobufMessage(found.Bytes!))];

    public byte[] Bytes(int field) => Of(field).Select(found => found.Bytes!).SingleOrDefault([]);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public ulong Number(int field) => Of(field).Select(found => found.Number).SingleOrDefault();

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public bool Has(int field) => Of(field).Any();

    private IEnumerable<(int Field, ulong Number, byte[]? Bytes)> Of(int field) =>
        fields.Where(found => found.Field == field);

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; ; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
    }
}
