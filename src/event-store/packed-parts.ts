import { createHash } from 'node:crypto';
import { DefaultDeserializer, DefaultSerializer } from 'node:v8';

/** Longer columns lie beside the rest, each in memory of its own, so that nothing is copied and no part holds on to others. */
const LONG = 65_536;

const forms = [Float64Array, Uint32Array, Int32Array, Uint16Array, Uint8Array] as const;
type Form = InstanceType<(typeof forms)[number]>;

/* Node's own names for what is written and read otherwise here: typed arrays. */
class Packer extends DefaultSerializer {
  public readonly long: Uint8Array[] = [];

  public _writeHostObject(view: Form): void {
    const form = view.byteLength < LONG ? -1 : forms.findIndex(({ name }) => name === view[Symbol.toStringTag]);
    this.writeUint32(form + 1);
    if (form < 0) nodesOwn(DefaultSerializer)._writeHostObject.call(this, view);
    else this.long.push(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }
}

class Unpacker extends DefaultDeserializer {
  private next = 0;

  public constructor(
    first: Uint8Array,
    private readonly long: readonly Uint8Array[],
  ) {
    super(first);
  }

  public _readHostObject(): unknown {
    const form = forms[this.readUint32() - 1];
    if (form === undefined) return owned(nodesOwn(DefaultDeserializer)._readHostObject.call(this) as Form);
    const bytes = this.long[this.next];
    this.next += 1;
    if (bytes === undefined) throw new RangeError('a column is missing');
    return new form(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / form.BYTES_PER_ELEMENT);
  }
}

/** Node reads short ones into the memory it shares among all small buffers: what is kept and grows must not lie there. */
function owned(view: Form): Form {
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const form = forms.find(({ name }) => name === view[Symbol.toStringTag]);
  if (form === undefined) throw new TypeError('a column of an unknown form');
  return Buffer.isBuffer(view) ? Buffer.from(bytes.buffer) : new form(bytes.buffer, 0, view.length);
}

/** What Node does with typed arrays; its types leave it out. */
interface NodesOwn {
  readonly _writeHostObject: (view: unknown) => void;
  readonly _readHostObject: () => unknown;
}

const nodesOwn = (from: { readonly prototype: object }): NodesOwn => from.prototype as NodesOwn;

/**
 * Plain data as bytes: first everything but long columns, then each of those. The same data gives the same bytes. Long
 * ones are views: to be written or copied before the data changes.
 */
export function pack(parts: unknown): readonly Uint8Array[] {
  const packer = new Packer();
  packer.writeHeader();
  packer.writeValue(parts);
  return [packer.releaseBuffer(), ...packer.long];
}

/**
 * The data that gave these pieces, each typed array in memory of its own. Each piece but the first becomes the data's own,
 * and is to be in memory of its own.
 */
export function unpack([first = new Uint8Array(), ...long]: readonly Uint8Array[]): unknown {
  const unpacker = new Unpacker(first, long);
  unpacker.readHeader();
  return unpacker.readValue();
}

/** SHA-256 over all pieces, one after the other, in lower-case hexadecimal. */
export function hashOfPieces(pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
