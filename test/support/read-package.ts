import { buffer } from "node:stream/consumers";
import { open, type Entry, type ZipFile } from "yauzl";

/** One file of a package, as a reader that is not ours finds it. */
export interface PackedFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** General purpose bit flags. */
  readonly flags: number;
  /** Time stamp as it is written: MS-DOS date and time. */
  readonly stamp: string;
}

export type ReadPackage = Awaited<ReturnType<typeof readPackage>>;

/** Reads a whole package. */
export async function readPackage(zip: string) {
  const files = await readFiles(zip);
  const root = files[0]?.path.split("/", 1)[0] ?? "";
  const byPath = new Map(files.map((file) => [file.path, file]));
  const find = (path: string): PackedFile => {
    const file = byPath.get(`${root}/${path}`);
    if (file === undefined)
      throw new Error(
        `${path} is not in the package: ${[...byPath.keys()].join(", ")}`,
      );
    return file;
  };
  return {
    root,
    /** Every file, in the order of the central directory. */
    files,
    /** Paths below the root folder. */
    paths: files.map((file) => file.path.slice(root.length + 1)),
    has: (path: string) => byPath.has(`${root}/${path}`),
    /** A file by its path below the root folder; fails the test when there is none. */
    find,
    text: (path: string): string => find(path).bytes.toString("utf8"),
    json: (path: string): unknown =>
      JSON.parse(find(path).bytes.toString("utf8")),
  };
}

async function readFiles(zip: string): Promise<PackedFile[]> {
  const archive = await new Promise<ZipFile>((resolve, reject) => {
    open(zip, { lazyEntries: true, autoClose: false }, (error, opened) => {
      if (error === null) resolve(opened);
      else reject(error);
    });
  });
  const files: PackedFile[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      archive.on("entry", (entry: Entry) => {
        readFile(archive, entry).then((file) => {
          files.push(file);
          archive.readEntry();
        }, reject);
      });
      archive.on("end", resolve);
      archive.on("error", reject);
      archive.readEntry();
    });
  } finally {
    archive.close();
  }
  return files;
}

function readFile(archive: ZipFile, entry: Entry): Promise<PackedFile> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(error);
        return;
      }
      buffer(stream).then((bytes) => {
        resolve({
          path: entry.fileName,
          bytes,
          method: entry.compressionMethod,
          flags: entry.generalPurposeBitFlag,
          stamp: `${entry.lastModFileDate}:${entry.lastModFileTime}`,
        });
      }, reject);
    });
  });
}
