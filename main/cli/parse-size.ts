import { AppError } from "../domain/errors.ts";

const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/**
 * A number of bytes as people write it: `700MB`, `4.7 GB`, `2GiB`, `650000000`.
 * @throws AppError usage.invalid
 */
export function parseSize(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?\s*$/i.exec(text);
  const factor = factors[match?.[2]?.toLowerCase() ?? ""];
  const bytes = Math.floor(Number(match?.[1]) * (factor ?? Number.NaN));
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new AppError("usage.invalid", `"${text}" is not a size.`, {
    object: text,
    remedy: "Write it like 700MB, 4.7GB or 2GiB.",
  });
}
