/** Headers of a tar archive: POSIX ustar, with a pax record before it where ustar is too narrow. */

/** Tar lays everything out in blocks of this size. */
export const tarBlock = 512;

const nameRoom = 100;
const prefixRoom = 155;
/** Largest number eleven octal digits hold. */
const largestOctal = 8 ** 11 - 1;

/** Bytes that fill up a block after content of this size. */
export function padding(size: number): number {
  return (tarBlock - (size % tarBlock)) % tarBlock;
}

function writeOctal(
  block: Buffer,
  at: number,
  digits: number,
  value: number,
): void {
  block.write(value.toString(8).padStart(digits, "0"), at, "latin1");
}

/** A size beyond eleven octal digits as GNU tar writes it; the pax record says it as well, for those who know only that. */
function writeSize(block: Buffer, size: number): void {
  if (size <= largestOctal) {
    writeOctal(block, 124, 11, size);
    return;
  }
  block[124] = 0x80;
  block.writeUIntBE(Math.floor(size / 2 ** 32), 126, 6);
  block.writeUInt32BE(size % 2 ** 32, 132);
}

function ustarBlock(
  type: "0" | "x",
  prefix: string,
  name: string,
  size: number,
  seconds: number,
): Buffer {
  const block = Buffer.alloc(tarBlock);
  block.write(name, 0, nameRoom, "latin1");
  writeOctal(block, 100, 7, 0o644);
  writeOctal(block, 108, 7, 0);
  writeOctal(block, 116, 7, 0);
  writeSize(block, size);
  writeOctal(block, 136, 11, seconds);
  block.write(type, 156, "latin1");
  block.write("ustar\u000000", 257, "latin1");
  writeOctal(block, 329, 7, 0);
  writeOctal(block, 337, 7, 0);
  block.write(prefix, 345, prefixRoom, "latin1");
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  writeOctal(block, 148, 6, sum);
  block[154] = 0;
  return block;
}

/** A path in the two fields of ustar; null when it does not fit them. */
function split(path: string): { prefix: string; name: string } | null {
  // eslint's control-character rule aside, this is exactly the ASCII range a tar name may hold.
  if (!/^[ -~]*$/.test(path)) return null;
  if (path.length <= nameRoom) return { prefix: "", name: path };
  const slash = path.indexOf("/", path.length - nameRoom - 1);
  return slash > 0 && slash <= prefixRoom && slash < path.length - 1
    ? { prefix: path.slice(0, slash), name: path.slice(slash + 1) }
    : null;
}

/** One line of a pax record; it begins with its own length in bytes, those digits included. */
function paxLine(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  let digits = String(length).length;
  if (String(length + digits).length > digits) digits += 1;
  return `${String(length + digits)}${rest}`;
}

/** A name for readers that do not know pax: the last name of the path, in ASCII. */
function plainName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.replace(/[^ -~]/gu, "_").slice(-80);
}

/**
 * The header of a file, ready to be followed by its content and {@link padding}. Depends on its arguments alone: owner,
 * group and permissions are the same for every file.
 * @param mtime milliseconds since 1970-01-01T00:00:00Z; tar holds whole seconds
 */
export function tarHeader(path: string, size: number, mtime: number): Buffer {
  const seconds = Math.min(Math.max(Math.floor(mtime / 1000), 0), largestOctal);
  const parts = split(path);
  if (parts !== null && size <= largestOctal)
    return ustarBlock("0", parts.prefix, parts.name, size, seconds);
  const pax = Buffer.from(
    (parts === null ? paxLine("path", path) : "") +
      (size > largestOctal ? paxLine("size", String(size)) : ""),
  );
  const plain = parts ?? { prefix: "", name: plainName(path) };
  return Buffer.concat([
    ustarBlock("x", "", `PaxHeaders/${plainName(path)}`, pax.length, seconds),
    pax,
    Buffer.alloc(padding(pax.length)),
    ustarBlock("0", plain.prefix, plain.name, size, seconds),
  ]);
}

/** Two blocks of zeros end the archive. */
export const endOfTar: Buffer = Buffer.alloc(2 * tarBlock);
