// As much of the wire format of protocol buffers as event files need: fields are written, and never read.

/** One field of a message. */
export type Field = Uint8Array;

export const message = (...fields: readonly Field[]): Uint8Array => concatenate(fields);

/** A field that holds bytes: a message or a text. */
export function bytesField(number: number, content: Uint8Array | string): Field {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return concatenate([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** int64 or an enum; whole and not below 0. */
export const wholeField = (number: number, value: number): Field =>
  concatenate([varint(number * 8), varint(value)]);

export function doubleField(number: number, value: number): Field {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return concatenate([varint(number * 8 + 1), bytes]);
}

export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concatenate([varint(number * 8 + 5), bytes]);
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
