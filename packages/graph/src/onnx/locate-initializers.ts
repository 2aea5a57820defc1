// Finds where each initializer's data starts in an ONNX file, by walking the protobuf wire format.

// Field numbers of onnx.proto: ModelProto.graph, GraphProto.initializer, TensorProto.name and raw_data.
const [graphField, initializerField, nameField, rawDataField] = [7, 5, 8, 9];

interface Field {
  readonly number: number;
  /** Byte range of the payload of a length-delimited field; empty for the others. */
  readonly start: number;
  readonly end: number;
}

/** Byte offset of raw_data by initializer name. */
export function locateInitializers(bytes: Uint8Array): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const decoder = new TextDecoder();
  for (const graph of readFields(bytes, 0, bytes.length)) {
    if (graph.number !== graphField) continue;
    for (const tensor of readFields(bytes, graph.start, graph.end)) {
      if (tensor.number !== initializerField) continue;
      const fields = [...readFields(bytes, tensor.start, tensor.end)];
      const name = fields.find((field) => field.number === nameField);
      const data = fields.find((field) => field.number === rawDataField);
      if (name && data) places.set(decoder.decode(bytes.subarray(name.start, name.end)), data.start);
    }
  }
  return places;
}

function* readFields(bytes: Uint8Array, from: number, to: number): Generator<Field> {
  let at = from;
  while (at < to) {
    const tag = readVarint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    if (wireType === 2) {
      const length = readVarint(bytes, tag.next);
      at = length.next + length.value;
      yield { number, start: length.next, end: at };
    } else {
      at = wireType === 0 ? readVarint(bytes, tag.next).next : tag.next + (wireType === 5 ? 4 : 8);
      yield { number, start: at, end: at };
    }
  }
}

function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let scale = 1;
  for (let at = from; ; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, next: at + 1 };
    scale *= 128;
  }
}
