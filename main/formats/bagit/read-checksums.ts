import { linesOf } from "../lines-of.ts";

/** A line of what has been packed so far. */
export type Checksum =
  | { readonly digest: "sha256"; readonly sum: string; readonly path: string }
  | {
      readonly digest: "sha512";
      readonly sum: string;
      readonly path: string;
      readonly size: number;
    };

/**
 * The checksums of all entries packed so far, in package order.
 * @param file with lines `<sha256>  <path>` and `<sha512> <size> <path>`, paths below the root folder
 */
export async function* readChecksums(file: string): AsyncGenerator<Checksum> {
  for await (const line of linesOf(file)) {
    const [, sum, size, path] =
      /^([0-9a-f]{128}) (\d+) (.+)$/su.exec(line) ?? [];
    if (sum !== undefined && path !== undefined) {
      yield { digest: "sha512", sum, path, size: Number(size) };
      continue;
    }
    const separator = line.indexOf("  ");
    yield {
      digest: "sha256",
      sum: line.slice(0, separator),
      path: line.slice(separator + 2),
    };
  }
}
