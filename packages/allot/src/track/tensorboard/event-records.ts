// Records of a TensorBoard event file: TFRecord frames around `Event` messages (tensorboard/compat/proto/event.proto).
import type { MetricPoint } from '../metric-points.js';
import { maskedCrc32c } from './masked-crc32c.js';
import { bytesField, concatenate, doubleField, floatField, message, wholeField } from './protobuf.js';

/** The first record of every file. */
export const versionRecord = (time: number): Uint8Array =>
  record(doubleField(1, time / 1000), bytesField(3, 'brain.Event:2'));

/** Readers forget what they have of this step and of later ones. */
export const restartRecord = (time: number, step: number): Uint8Array =>
  record(
    doubleField(1, time / 1000),
    wholeField(2, step),
    bytesField(7, message(wholeField(1, SESSION_START))),
  );

const SESSION_START = 1;

export const scalarRecord = ({ name, step, time, value }: MetricPoint): Uint8Array =>
  record(
    doubleField(1, time / 1000),
    wholeField(2, step),
    summary(message(bytesField(1, name), floatField(2, value))),
  );

/** Markdown for the Text page. */
export const textRecord = (name: string, time: number, text: string): Uint8Array =>
  record(
    doubleField(1, time / 1000),
    wholeField(2, 0),
    summary(
      message(
        bytesField(1, `${name}/text_summary`),
        bytesField(8, textTensor(text)),
        bytesField(9, message(bytesField(1, message(bytesField(1, 'text'))))),
      ),
    ),
  );

const DT_STRING = 7;

/** A tensor of one text. */
const textTensor = (text: string): Uint8Array =>
  message(
    wholeField(1, DT_STRING),
    bytesField(2, message(bytesField(2, message(wholeField(1, 1))))),
    bytesField(8, text),
  );

const summary = (value: Uint8Array): Uint8Array => bytesField(5, message(bytesField(1, value)));

/** Length, checksum of the length, the event, checksum of the event. */
function record(...fields: readonly Uint8Array[]): Uint8Array {
  const event = message(...fields);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(event.length), true);
  return concatenate([length, checksum(length), event, checksum(event)]);
}

function checksum(bytes: Uint8Array): Uint8Array {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, maskedCrc32c(bytes), true);
  return four;
}
